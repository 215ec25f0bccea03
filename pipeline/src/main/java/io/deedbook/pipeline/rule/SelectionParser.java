// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.deedbook.pipeline.rule.Modifiers.Kind;
import io.deedbook.pipeline.rule.TextTest.Order;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compiles a search identifier: a map is AND over its fields, a list of maps OR over them, a list of values keywords.
 *
 * <p>Source: Sigma Rules Specification 2.1.0, "Detection".
 */
final class SelectionParser {
    private static final int REGEX_CHARS_MAX = 4096;
    private static final int REGEX_PROGRAM_MAX = 20_000;
    private static final Modifiers KEYWORD = new Modifiers(Kind.CONTAINS, null, false, false, false, 0);

    private final Slots slots;
    private final Place place;

    SelectionParser(Slots slots, Place place) {
        this.slots = slots;
        this.place = place;
    }

    /** The expression of one search identifier. */
    Expression parse(YamlNode selection) {
        if (selection instanceof Mapping mapping) {
            return fields(mapping);
        }
        if (selection instanceof Sequence sequence) {
            if (sequence.items().isEmpty()) {
                throw place.refuse(sequence.line(), "the selection is empty");
            }
            return Expression.or(sequence.items().stream().map(this::parse).toList());
        }
        return values(slots.everyText(), KEYWORD, List.of((Scalar) selection));
    }

    private Expression fields(Mapping mapping) {
        if (mapping.members().isEmpty()) {
            throw place.refuse(mapping.line(), "the selection is empty");
        }
        var parts = new ArrayList<Expression>();
        mapping.members().forEach((key, value) -> parts.add(field(key, value)));
        return Expression.and(parts);
    }

    private Expression field(String key, YamlNode value) {
        var words = key.split("\\|", -1);
        var modifiers = Modifiers.parse(Arrays.copyOfRange(words, 1, words.length), place, value.line());
        if (words[0].isEmpty()) {
            return values(slots.everyText(), keyword(modifiers, value.line()), scalars(key, value));
        }
        var slot = slots.of(words[0]);
        if (slot == null) {
            throw place.refuse(
                    value.line(),
                    "there is no field '" + words[0] + "' here (expected: a record's field, a client's attribute, or"
                            + " attributes.<key>)");
        }
        if (modifiers.kind() == Kind.EXISTS) {
            return exists(slot, key, value);
        }
        return values(slot, modifiers, scalars(key, value));
    }

    private Modifiers keyword(Modifiers modifiers, int line) {
        return switch (modifiers.kind()) {
            case PLAIN, CONTAINS ->
                new Modifiers(Kind.CONTAINS, null, modifiers.all(), modifiers.cased(), modifiers.windash(), 0);
            case REGEX -> modifiers;
            default ->
                throw place.refuse(line, "keywords take the modifiers all, cased, contains, re and windash only");
        };
    }

    private Expression exists(int slot, String key, YamlNode value) {
        if (value instanceof Scalar scalar && scalar.isBoolean()) {
            var present = new Expression.Present(slot);
            return scalar.text().equalsIgnoreCase("true") ? present : new Expression.Not(present);
        }
        throw place.refuse(value.line(), "'" + key + "' takes true or false");
    }

    private List<Scalar> scalars(String key, YamlNode value) {
        var items = value instanceof Sequence sequence ? sequence.items() : List.of(value);
        var scalars = new ArrayList<Scalar>(items.size());
        for (var item : items) {
            if (!(item instanceof Scalar scalar)) {
                throw place.refuse(item.line(), "'" + key + "' takes a value or a list of values");
            }
            scalars.add(scalar);
        }
        if (scalars.isEmpty()) {
            throw place.refuse(value.line(), "'" + key + "' has no value");
        }
        return scalars;
    }

    private Expression values(int slot, Modifiers modifiers, List<Scalar> scalars) {
        if (!modifiers.all()) {
            var tests = new ArrayList<TextTest>();
            var absent = false;
            for (var scalar : scalars) {
                absent |= isAbsence(modifiers, scalar);
                if (!scalar.isNull() || modifiers.kind() != Kind.PLAIN) {
                    tests.addAll(tests(modifiers, scalar));
                }
            }
            return matches(slot, modifiers, tests, absent);
        }
        if (scalars.size() < 2) {
            throw place.refuse(scalars.get(0).line(), "the modifier all needs at least two values");
        }
        return Expression.and(scalars.stream()
                .map(scalar -> matches(slot, modifiers, tests(modifiers, scalar), false))
                .toList());
    }

    private boolean isAbsence(Modifiers modifiers, Scalar scalar) {
        return modifiers.kind() == Kind.PLAIN
                && (scalar.isNull() || scalar.text().isEmpty());
    }

    private static Expression matches(int slot, Modifiers modifiers, List<TextTest> tests, boolean orAbsent) {
        var parts = new ArrayList<Expression>();
        if (!tests.isEmpty()) {
            parts.add(new Expression.Matches(slot, modifiers.comparesAsIs(), List.copyOf(tests)));
        }
        if (orAbsent) {
            parts.add(new Expression.Not(new Expression.Present(slot)));
        }
        return Expression.or(parts);
    }

    private List<TextTest> tests(Modifiers modifiers, Scalar scalar) {
        if (scalar.isNull()) {
            throw place.refuse(scalar.line(), "null goes with no modifier");
        }
        var order = modifiers.order();
        if (order != null) {
            return List.of(compare(order, scalar));
        }
        if (modifiers.kind() == Kind.PLAIN && scalar.isNumber()) {
            return List.of(compare(Order.EQUAL, scalar));
        }
        if (modifiers.kind() == Kind.REGEX) {
            return List.of(new TextTest.Regex(regex(modifiers.regexFlags(), scalar)));
        }
        if (scalar.text().isEmpty() && modifiers.kind() != Kind.PLAIN) {
            throw place.refuse(scalar.line(), "an empty value matches everything");
        }
        return variants(modifiers, scalar).stream()
                .map(value -> pattern(modifiers, value).test())
                .toList();
    }

    private TextTest compare(Order order, Scalar scalar) {
        var number = Numbers.parse(scalar.text());
        if (number == null) {
            throw place.refuse(scalar.line(), "'" + scalar.text() + "' is not a number");
        }
        return new TextTest.Compare(order, number);
    }

    private Pattern regex(int flags, Scalar scalar) {
        if (scalar.text().isEmpty() || scalar.text().length() > REGEX_CHARS_MAX) {
            throw place.refuse(scalar.line(), "a regular expression has 1 to " + REGEX_CHARS_MAX + " characters");
        }
        try {
            var pattern = Pattern.compile(scalar.text(), flags);
            if (pattern.programSize() > REGEX_PROGRAM_MAX) {
                throw place.refuse(scalar.line(), "the regular expression is too large");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw place.refuse(scalar.line(), "not a regular expression of RE2 syntax: " + e.getDescription());
        }
    }

    private List<String> variants(Modifiers modifiers, Scalar scalar) {
        return modifiers.windash() ? WindowsDash.variants(scalar.text(), place, scalar.line()) : List.of(scalar.text());
    }

    private static Wildcards pattern(Modifiers modifiers, String value) {
        var pattern = Wildcards.parse(value);
        var surrounded = switch (modifiers.kind()) {
            case CONTAINS -> pattern.surrounded(true, true);
            case STARTS_WITH -> pattern.surrounded(false, true);
            case ENDS_WITH -> pattern.surrounded(true, false);
            default -> pattern;
        };
        return modifiers.cased() ? surrounded : surrounded.folded();
    }
}
