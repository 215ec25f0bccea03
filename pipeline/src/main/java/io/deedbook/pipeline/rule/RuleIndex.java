// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Tells which of many expressions hold for a record by evaluating only those that a cheap fact about it allows. Every text in
 * which literals are looked for is read once, however many fields it belongs to. Immutable and thread-safe.
 */
final class RuleIndex {
    private final List<Expression> expressions;
    private final long[] always;
    private final List<Present> present;
    private final List<Equal> equal;
    private final int[] literalSlots;
    private final LiteralScanner literals;

    /** What it allows that a field has a value. */
    private record Present(int slot, int[] positions) {}

    /** What the folded text of a field allows. */
    private record Equal(int slot, Map<String, int[]> positions) {}

    private RuleIndex(
            List<Expression> expressions,
            long[] always,
            List<Present> present,
            List<Equal> equal,
            int[] literalSlots,
            LiteralScanner literals) {
        this.expressions = expressions;
        this.always = always;
        this.present = present;
        this.equal = equal;
        this.literalSlots = literalSlots;
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
        var present = new ArrayList<Present>();
        var equal = new LinkedHashMap<Integer, Map<String, int[]>>();
        var literals = new LinkedHashMap<String, List<LiteralScanner.Hit>>();
        var literalSlots = literalSlots(positions.keySet());
        positions.forEach((fact, list) -> {
            var array = list.stream().mapToInt(Integer::intValue).toArray();
            if (fact instanceof Guard.Fact.Equal text) {
                equal.computeIfAbsent(text.slot(), slot -> new HashMap<>()).put(text.text(), array);
            } else if (fact instanceof Guard.Fact.Literal text) {
                var slots = bit(Arrays.binarySearch(literalSlots, text.slot()));
                literals.computeIfAbsent(text.text(), unknown -> new ArrayList<>())
                        .add(new LiteralScanner.Hit(slots, array));
            } else {
                present.add(new Present(fact.slot(), array));
            }
        });
        return new RuleIndex(
                List.copyOf(expressions),
                always,
                List.copyOf(present),
                equal.entrySet().stream()
                        .map(entry -> new Equal(entry.getKey(), Map.copyOf(entry.getValue())))
                        .toList(),
                literalSlots,
                LiteralScanner.of(literals));
    }

    private static int[] literalSlots(Collection<Guard.Fact> facts) {
        var slots = new TreeSet<Integer>();
        for (var fact : facts) {
            if (fact instanceof Guard.Fact.Literal) {
                slots.add(fact.slot());
            }
        }
        return slots.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Past the last bit fields share it, which only lets more expressions be evaluated. */
    private static long bit(int ordinal) {
        return 1L << Math.min(ordinal, Long.SIZE - 1);
    }

    /** Tells {@code found} the position of every expression that holds, in order. */
    void matching(RecordView view, IntConsumer found) {
        var candidates = candidates(view);
        for (var word = 0; word < candidates.length; word++) {
            for (var left = candidates[word]; left != 0; left &= left - 1) {
                var position = word * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (expressions.get(position).test(view)) {
                    found.accept(position);
                }
            }
        }
    }

    private long[] candidates(RecordView view) {
        var candidates = Arrays.copyOf(always, always.length);
        for (var entry : present) {
            if (view.texts(entry.slot).length > 0) {
                set(candidates, entry.positions);
            }
        }
        for (var entry : equal) {
            for (var text : view.folded(entry.slot)) {
                var positions = entry.positions.get(text);
                if (positions != null) {
                    set(candidates, positions);
                }
            }
        }
        var texts = new DistinctTexts();
        for (var ordinal = 0; ordinal < literalSlots.length; ordinal++) {
            for (var text : view.texts(literalSlots[ordinal])) {
                if (!texts.add(text, bit(ordinal))) {
                    literals.scan(text, bit(ordinal), candidates);
                }
            }
        }
        for (var index = 0; index < texts.count(); index++) {
            literals.scan(texts.text(index), texts.slots(index), candidates);
        }
        return candidates;
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
