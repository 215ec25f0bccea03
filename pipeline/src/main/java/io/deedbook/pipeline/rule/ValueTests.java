// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.deedbook.pipeline.rule.Modifiers.Flag;
import io.deedbook.pipeline.rule.Modifiers.Kind;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Makes of one value of a rule, and what its modifiers make of it, the tests of a text. */
final class ValueTests {
    private static final int REGEX_CHARS_MAX = 4096;
    private static final int REGEX_PROGRAM_MAX = 20_000;
    /** What RE2 says of expressions that only backtracking engines know. */
    private static final List<String> NOT_IN_RE2 =
            List.of("invalid or unsupported Perl syntax", "invalid escape sequence", "invalid nested repetition");

    private final Placeholders placeholders;
    private final Place place;

    ValueTests(Placeholders placeholders, Place place) {
        this.placeholders = placeholders;
        this.place = place;
    }

    /** The tests of which one has to hold, none where a placeholder's list is empty. */
    List<TextTest> of(Modifiers modifiers, Scalar scalar) {
        if (scalar.isNull()) {
            throw place.refuse(scalar.line(), "null goes with no modifier");
        }
        var datePart = modifiers.datePart();
        if (datePart != null) {
            return List.of(new TextTest.OfDate(datePart, modifiers.order(), number(scalar)));
        }
        if (modifiers.kind() == Kind.NUMBER
                || (modifiers.kind() == Kind.PLAIN && scalar.isNumber() && !modifiers.encodes())) {
            return List.of(new TextTest.Compare(modifiers.order(), number(scalar)));
        }
        var values = modifiers.has(Flag.EXPAND)
                ? placeholders.expand(scalar.text(), place, scalar.line())
                : List.of(scalar.text());
        var tests = new ArrayList<TextTest>();
        for (var value : values) {
            tests.addAll(ofText(modifiers, value, scalar.line()));
        }
        return tests;
    }

    private List<TextTest> ofText(Modifiers modifiers, String value, int line) {
        if (modifiers.kind() == Kind.REGEX) {
            return List.of(new TextTest.Regex(regex(modifiers.regexFlags(), value, line), place.own() != null));
        }
        if (modifiers.kind() == Kind.CIDR) {
            return List.of(new TextTest.InNetwork(network(value, line)));
        }
        if (value.isEmpty() && modifiers.kind() != Kind.PLAIN) {
            throw place.refuse(line, "an empty value matches everything");
        }
        var variants = modifiers.has(Flag.WINDASH) ? WindowsDash.variants(value, place, line) : List.of(value);
        if (modifiers.encodes()) {
            return encoded(modifiers, variants, line);
        }
        return variants.stream()
                .map(variant -> pattern(modifiers, variant).test())
                .toList();
    }

    private List<TextTest> encoded(Modifiers modifiers, List<String> variants, int line) {
        var tests = new ArrayList<TextTest>();
        for (var variant : variants) {
            var plain = Wildcards.parse(variant).literal();
            if (plain == null) {
                throw place.refuse(line, "wildcards do not go with encodings");
            }
            for (var encoded : modifiers.encode(plain)) {
                tests.add(pattern(modifiers, encoded).test());
            }
        }
        return tests;
    }

    private double number(Scalar scalar) {
        var number = Numbers.parse(scalar.text());
        if (number == null) {
            throw place.refuse(scalar.line(), "'" + scalar.text() + "' is not a number");
        }
        return number;
    }

    private Network network(String value, int line) {
        var network = Network.parse(value);
        if (network == null) {
            throw place.refuse(line, "'" + value + "' is not a network such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return network;
    }

    private Pattern regex(int flags, String value, int line) {
        if (value.isEmpty() || value.length() > REGEX_CHARS_MAX) {
            throw place.refuse(line, "a regular expression has 1 to " + REGEX_CHARS_MAX + " characters");
        }
        try {
            var own = place.own();
            if (own != null && own.isSpent()) {
                throw place.refuse(line, "the regular expressions before took all instructions");
            }
            var pattern = Pattern.compile(value, flags);
            if (pattern.programSize() > REGEX_PROGRAM_MAX) {
                throw place.refuse(line, "the regular expression is too large");
            }
            if (own != null) {
                own.compiled(pattern.programSize(), place, line);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            if (NOT_IN_RE2.stream().anyMatch(e.getDescription()::startsWith)) {
                throw place.unsupported(
                        line, "'" + e.getPattern() + "' in a regular expression (linear time: RE2 syntax)");
            }
            throw place.refuse(line, "not a regular expression of RE2 syntax: " + e.getDescription());
        }
    }

    private static Wildcards pattern(Modifiers modifiers, String value) {
        var pattern = Wildcards.parse(value);
        var surrounded = switch (modifiers.kind()) {
            case CONTAINS -> pattern.surrounded(true, true);
            case STARTS_WITH -> pattern.surrounded(false, true);
            case ENDS_WITH -> pattern.surrounded(true, false);
            default -> pattern;
        };
        return modifiers.has(Flag.CASED) ? surrounded : surrounded.folded();
    }
}
