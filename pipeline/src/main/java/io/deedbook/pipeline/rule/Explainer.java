// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evaluates an expression part by part and keeps what it met. For people, not for the hot path. */
final class Explainer {
    private static final int TEXTS_MAX = 3;
    private static final int TEXT_CHARS_MAX = 160;
    private static final int TESTS_MAX = 24;

    private final RecordView view;

    Explainer(RecordView view) {
        this.view = view;
    }

    Explanation explain(Expression expression) {
        var holds = expression.test(view);
        if (expression instanceof Expression.Named named) {
            return new Explanation(named.name(), holds, List.of(), List.of(explain(named.part())));
        }
        if (expression instanceof Expression.And and) {
            return parts("all of", holds, and.parts());
        }
        if (expression instanceof Expression.Or or) {
            return parts("one of", holds, or.parts());
        }
        if (expression instanceof Expression.Not not) {
            return parts("not", holds, List.of(not.part()));
        }
        if (expression instanceof Expression.Once once) {
            return explain(once.part());
        }
        if (expression instanceof Expression.ForEach each) {
            return new Explanation("one of the commands alone", holds, List.of(), List.of(explainOne(each)));
        }
        if (expression instanceof Expression.Present present) {
            return new Explanation(present.field() + " has a value", holds, found(present.slot(), false), List.of());
        }
        if (expression instanceof Expression.Refers refers) {
            var what = refers.field() + " compared with " + refers.other() + " ("
                    + refers.kind().name().toLowerCase(java.util.Locale.ROOT) + ")";
            var found = new ArrayList<>(found(refers.slot(), refers.cased()));
            found.addAll(found(refers.otherSlot(), refers.cased()));
            return new Explanation(what, holds, found, List.of());
        }
        var matches = (Expression.Matches) expression;
        var what = matches.field() + " " + asks(matches.tests()) + (matches.cased() ? " (case counts)" : "");
        return new Explanation(what, holds, found(matches.slot(), true), List.of());
    }

    /** Of the command that holds, else of all together. */
    private Explanation explainOne(Expression.ForEach each) {
        for (var index = 0; index < view.texts(each.slot()).length; index++) {
            var one = view.only(each.slot(), index);
            if (each.part().test(one)) {
                return new Explainer(one).explain(each.part());
            }
        }
        return explain(each.part());
    }

    private Explanation parts(String what, boolean holds, List<Expression> parts) {
        return new Explanation(
                what, holds, List.of(), parts.stream().map(this::explain).toList());
    }

    private static String asks(List<TextTest> tests) {
        var more = tests.size() - TESTS_MAX;
        return tests.stream().limit(TESTS_MAX).map(TextTest::asks).collect(Collectors.joining(" or "))
                + (more > 0 ? " or " + more + " more" : "");
    }

    private List<String> found(int slot, boolean asIs) {
        var found = new ArrayList<String>();
        for (var text : asIs ? view.texts(slot) : view.folded(slot)) {
            if (found.size() == TEXTS_MAX) {
                found.add("…");
                break;
            }
            found.add(text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…");
        }
        return found;
    }
}
