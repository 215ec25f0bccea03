// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a parser is, for its messages. Used by one thread while a document is compiled. */
final class Place {
    private final String file;
    private final String rule;
    private final List<RuleProblem> notices;
    private final @Nullable OwnRegexes own;

    private Place(String file, String rule, List<RuleProblem> notices, @Nullable OwnRegexes own) {
        this.file = file;
        this.rule = rule;
        this.notices = notices;
        this.own = own;
    }

    /** A place in {@code file} of which no more is known yet. */
    static Place in(String file) {
        return new Place(file, "", new ArrayList<>(), null);
    }

    /** As {@link #in}, a file that a policy brings. */
    static Place inOwn(String file, OwnRegexes own) {
        return new Place(file, "", new ArrayList<>(), own);
    }

    /** The same place, now that the rule's name is known. */
    Place rule(String name) {
        return new Place(file, name, notices, own);
    }

    /**
     * What the regular expressions of the policy that the file belongs to come to, or null where it belongs to none.
     */
    @Nullable
    OwnRegexes own() {
        return own;
    }

    /** The exception that says what is wrong at {@code line}, 1-based, 0 when unknown. */
    RuleException refuse(int line, String reason) {
        return new RuleException(new RuleProblem(file, line, rule, reason), RuleException.Kind.ERROR);
    }

    /** The exception that names what is not supported: {@code the modifier 'foo'}. */
    RuleException unsupported(int line, String what) {
        return new RuleException(
                new RuleProblem(file, line, rule, what + " is not supported"), RuleException.Kind.UNSUPPORTED);
    }

    /** The exception that names a placeholder without a list. */
    RuleException unresolved(int line, String placeholder) {
        return new RuleException(
                new RuleProblem(file, line, rule, "the placeholder %" + placeholder + "% has no list"),
                RuleException.Kind.UNRESOLVED);
    }

    /** Notes what the author should know though the rule can be used. */
    void notice(int line, String text) {
        notices.add(new RuleProblem(file, line, rule, text));
    }

    /** What was noted so far. */
    List<RuleProblem> notices() {
        return notices;
    }
}
