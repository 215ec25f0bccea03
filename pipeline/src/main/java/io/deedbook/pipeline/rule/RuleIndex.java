// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells which of many expressions hold for a record by evaluating only those that a cheap fact about it allows. Every
 * text in which literals are looked for is read once, however many fields it belongs to. Immutable and thread-safe.
 */
final class RuleIndex {
    private final List<Expression> expressions;
    private final long[] always;
    private final OfField[] present;
    private final EqualTexts[] equal;
    private final OfField[] foreign;
    /** The fields whose texts are read. */
    private final int[] readSlots;
    /** For each of them, how long a text is at least that can mean something. */
    private final int[] charsMin;

    private final LiteralScanner literals;

    /** What a fact about a field allows. */
    private record OfField(int slot, int[] positions) {}

    private RuleIndex(
            List<Expression> expressions,
            long[] always,
            List<OfField> present,
            List<EqualTexts> equal,
            List<OfField> foreign,
            int[] readSlots,
            int[] charsMin,
            LiteralScanner literals) {
        this.expressions = List.copyOf(expressions);
        this.always = always;
        this.present = present.toArray(OfField[]::new);
        this.equal = equal.toArray(EqualTexts[]::new);
        this.foreign = foreign.toArray(OfField[]::new);
        this.readSlots = readSlots;
        this.charsMin = charsMin;
        this.literals = literals;
    }

    /** The index over these expressions, which keep their positions. */
    static RuleIndex of(List<Expression> expressions) {
        var always = Bits.none(expressions.size());
        var positions = new LinkedHashMap<Guard.Fact, List<Integer>>();
        for (var position = 0; position < expressions.size(); position++) {
            var guard = Guard.of(expressions.get(position));
            if (guard.worth() == 0) {
                Bits.set(always, position);
            }
            for (var fact : guard.facts()) {
                positions.computeIfAbsent(fact, unknown -> new ArrayList<>()).add(position);
            }
        }
        var present = new ArrayList<OfField>();
        var foreign = new ArrayList<OfField>();
        var equal = new LinkedHashMap<Integer, Map<String, int[]>>();
        var literals = new LinkedHashMap<String, List<LiteralScanner.Hit>>();
        var readSlots = readSlots(positions.keySet());
        var charsMin = new int[readSlots.length];
        Arrays.fill(charsMin, Integer.MAX_VALUE);
        positions.forEach((fact, list) -> {
            var array = list.stream().mapToInt(Integer::intValue).toArray();
            if (fact instanceof Guard.Fact.Equal text) {
                equal.computeIfAbsent(text.slot(), slot -> new LinkedHashMap<>())
                        .put(text.text(), array);
            } else if (fact instanceof Guard.Fact.Literal text) {
                var ordinal = Arrays.binarySearch(readSlots, text.slot());
                charsMin[ordinal] = Math.min(charsMin[ordinal], text.text().length());
                literals.computeIfAbsent(text.text(), unknown -> new ArrayList<>())
                        .add(new LiteralScanner.Hit(bit(ordinal), array, text.beginning()));
            } else if (fact instanceof Guard.Fact.Foreign) {
                charsMin[Arrays.binarySearch(readSlots, fact.slot())] = 1;
                foreign.add(new OfField(fact.slot(), array));
            } else {
                present.add(new OfField(fact.slot(), array));
            }
        });
        return new RuleIndex(
                expressions,
                always,
                present,
                equal.entrySet().stream()
                        .map(entry -> new EqualTexts(entry.getKey(), entry.getValue()))
                        .toList(),
                foreign,
                readSlots,
                charsMin,
                LiteralScanner.of(literals));
    }

    private static int[] readSlots(Collection<Guard.Fact> facts) {
        var slots = new TreeSet<Integer>();
        for (var fact : facts) {
            if (fact instanceof Guard.Fact.Literal || fact instanceof Guard.Fact.Foreign) {
                slots.add(fact.slot());
            }
        }
        return slots.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Past the last bit fields share it, which only lets more expressions be evaluated. */
    private static long bit(int ordinal) {
        return 1L << Math.min(ordinal, Long.SIZE - 1);
    }

    /** The positions of the expressions that hold, as bits; the caller's own. */
    long[] matching(RecordView view) {
        var bits = candidates(view);
        for (var word = 0; word < bits.length; word++) {
            for (var left = bits[word]; left != 0; left &= left - 1) {
                var position = word * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (!expressions.get(position).test(view)) {
                    bits[word] &= ~(1L << position);
                }
            }
        }
        return bits;
    }

    private long[] candidates(RecordView view) {
        var candidates = Arrays.copyOf(always, always.length);
        for (var field : present) {
            if (view.texts(field.slot).length > 0) {
                set(candidates, field.positions);
            }
        }
        for (var field : equal) {
            for (var text : view.texts(field.slot())) {
                set(candidates, field.numbers(text));
            }
        }
        read(view, candidates);
        return candidates;
    }

    private void read(RecordView view, long[] candidates) {
        var texts = new DistinctTexts();
        var foreignSlots = 0L;
        for (var ordinal = 0; ordinal < readSlots.length; ordinal++) {
            for (var text : view.texts(readSlots[ordinal])) {
                if (text.length() >= charsMin[ordinal]
                        && !texts.add(text, bit(ordinal))
                        && !literals.scan(text, bit(ordinal), candidates)) {
                    foreignSlots |= bit(ordinal);
                }
            }
        }
        for (var index = 0; index < texts.count(); index++) {
            if (!literals.scan(texts.text(index), texts.slots(index), candidates)) {
                foreignSlots |= texts.slots(index);
            }
        }
        if (foreignSlots != 0) {
            for (var field : foreign) {
                if ((foreignSlots & bit(Arrays.binarySearch(readSlots, field.slot))) != 0) {
                    set(candidates, field.positions);
                }
            }
        }
    }

    private static void set(long[] bits, int[] positions) {
        for (var position : positions) {
            Bits.set(bits, position);
        }
    }

    /** The expressions, for those who evaluate all of them. */
    Collection<Expression> expressions() {
        return expressions;
    }
}
