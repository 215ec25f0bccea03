// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.Modifiers.Flag;
import io.deedbook.pipeline.rule.Modifiers.Kind;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles a search identifier: a map is AND over its fields, a list of maps OR over them, a list of values keywords.
 *
 * <p>Source: Sigma Rules Specification 2.1.0, "Detection".
 */
final class SelectionParser {
    private static final String KEYWORDS = "keywords";

    private final Slots slots;
    private final ValueTests tests;

    // Mutable state, of the one thread that compiles the rule.
    private final Set<Integer> unsent = new HashSet<>();
    private final Set<String> lacking;
    private final Place place;

    /**
     * @param lacking the fields that the records meant never have
     */
    SelectionParser(Slots slots, Placeholders placeholders, Set<String> lacking, Place place) {
        this.slots = slots;
        this.lacking = Set.copyOf(lacking);
        this.place = place;
        tests = new ValueTests(placeholders, place);
    }

    /** The slots of the fields so far that no client is known to send. */
    Set<Integer> unsent() {
        return unsent;
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
        var keyword = Modifiers.ofKeywords(Modifiers.parse(new String[0], place, selection.line()), place, 0);
        return values(slots.everyText(), KEYWORDS, keyword, List.of((Scalar) selection));
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
            var keywords = Modifiers.ofKeywords(modifiers, place, value.line());
            return negated(keywords, slots.everyText(), KEYWORDS, keywords(keywords, key, value));
        }
        var slot = slot(words[0], value.line());
        if (words[0].equals(FieldNames.IMAGE)) {
            checkImage(modifiers, scalars(key, value));
        }
        if (modifiers.kind() == Kind.EXISTS) {
            return exists(slot, words[0], key, value);
        }
        var matched = modifiers.has(Flag.FIELDREF)
                ? references(slot, words[0], modifiers, scalars(key, value))
                : values(slot, words[0], modifiers, scalars(key, value));
        return negated(modifiers, slot, words[0], matched);
    }

    /** A command tells the name of a program, and not always where it lies. */
    private void checkImage(Modifiers modifiers, List<Scalar> scalars) {
        for (var scalar : scalars) {
            if (modifiers.kind() != Kind.ENDS_WITH || scalar.text().lastIndexOf('/') > 0) {
                throw place.unsupported(
                        scalar.line(),
                        "'" + FieldNames.IMAGE + "' by anything but the program's name (endswith '/name')");
            }
        }
    }

    private Expression keywords(Modifiers modifiers, String key, YamlNode value) {
        return values(slots.everyText(), KEYWORDS, modifiers, scalars(key, value));
    }

    /** A field that is absent is not different from anything. */
    private static Expression negated(Modifiers modifiers, int slot, String field, Expression matched) {
        return modifiers.has(Flag.NEQ)
                ? Expression.and(List.of(new Expression.Present(slot, field), new Expression.Not(matched)))
                : matched;
    }

    private int slot(String name, int line) {
        var slot = slots.of(name);
        if (slot == null) {
            throw place.unsupported(line, "the field '" + name + "'");
        }
        if (lacking.contains(name)) {
            throw place.unsupported(line, "the field '" + name + "' of this log source");
        }
        if (!FieldNames.isKnown(name)) {
            unsent.add(slot);
            place.notice(line, "no client is known to send '" + name + "', so it is looked for among the attributes");
        }
        return slot;
    }

    private Expression exists(int slot, String field, String key, YamlNode value) {
        if (value instanceof Scalar scalar && scalar.isBoolean()) {
            var present = new Expression.Present(slot, field);
            return scalar.text().equalsIgnoreCase("true") ? present : new Expression.Not(present);
        }
        throw place.refuse(value.line(), "'" + key + "' takes true or false");
    }

    private Expression references(int slot, String field, Modifiers modifiers, List<Scalar> scalars) {
        var parts = new ArrayList<Expression>();
        for (var scalar : scalars) {
            parts.add(new Expression.Refers(
                    slot,
                    field,
                    modifiers.comparesAsIs(),
                    modifiers.kind(),
                    slot(scalar.text(), scalar.line()),
                    scalar.text()));
        }
        return modifiers.has(Flag.ALL) ? Expression.and(parts) : Expression.or(parts);
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

    private Expression values(int slot, String field, Modifiers modifiers, List<Scalar> scalars) {
        if (!modifiers.has(Flag.ALL)) {
            var all = new ArrayList<TextTest>();
            var absent = false;
            for (var scalar : scalars) {
                absent |= isAbsence(modifiers, scalar);
                if (!scalar.isNull() || modifiers.kind() != Kind.PLAIN) {
                    all.addAll(tests.of(modifiers, scalar));
                }
            }
            return matches(slot, field, modifiers, all, absent);
        }
        if (scalars.size() < 2) {
            place.notice(scalars.get(0).line(), "the modifier all says nothing of a single value");
        }
        return Expression.and(scalars.stream()
                .map(scalar -> matches(slot, field, modifiers, tests.of(modifiers, scalar), false))
                .toList());
    }

    private static boolean isAbsence(Modifiers modifiers, Scalar scalar) {
        return modifiers.kind() == Kind.PLAIN
                && (scalar.isNull() || scalar.text().isEmpty());
    }

    private static Expression matches(
            int slot, String field, Modifiers modifiers, List<TextTest> tests, boolean orAbsent) {
        var parts = new ArrayList<Expression>();
        if (!tests.isEmpty()) {
            parts.add(new Expression.Matches(slot, field, modifiers.comparesAsIs(), List.copyOf(tests)));
        }
        if (orAbsent) {
            parts.add(new Expression.Not(new Expression.Present(slot, field)));
        }
        return Expression.or(parts);
    }
}
