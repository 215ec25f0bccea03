// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of many expressions hold for a record by evaluating only those that a cheap fact about it allows. Immutable
 * and thread-safe.
 */
final class RuleIndex {
    private final List<Expression> expressions;
    private final long[] always;
    private final List<Entry> entries;

    /** What the value of one field allows. */
    private record Entry(
            int slot,
            long[] present,
            Map<String, long[]> equal,
            @Nullable LiteralScanner literals) {}

    private RuleIndex(List<Expression> expressions, long[] always, List<Entry> entries) {
        this.expressions = expressions;
        this.always = always;
        this.entries = entries;
    }

    /** The index over these expressions, which keep their positions. */
    static RuleIndex of(List<Expression> expressions) {
        var always = Bits.none(expressions.size());
        var bySlot = new HashMap<Integer, Map<Guard.Fact, long[]>>();
        for (var position = 0; position < expressions.size(); position++) {
            var guard = Guard.of(expressions.get(position));
            if (guard.worth() == 0) {
                Bits.set(always, position);
                continue;
            }
            for (var fact : guard.facts()) {
                var facts = bySlot.computeIfAbsent(fact.slot(), unknown -> new HashMap<>());
                Bits.set(facts.computeIfAbsent(fact, unknown -> Bits.none(expressions.size())), position);
            }
        }
        var entries = new ArrayList<Entry>();
        bySlot.forEach((slot, facts) -> entries.add(entry(slot, facts, expressions.size())));
        return new RuleIndex(List.copyOf(expressions), always, List.copyOf(entries));
    }

    private static Entry entry(int slot, Map<Guard.Fact, long[]> facts, int count) {
        var present = Bits.none(count);
        var equal = new HashMap<String, long[]>();
        var literals = new HashMap<String, long[]>();
        facts.forEach((fact, bits) -> {
            if (fact instanceof Guard.Fact.Equal text) {
                equal.put(text.text(), bits);
            } else if (fact instanceof Guard.Fact.Literal text) {
                literals.put(text.text(), bits);
            } else {
                Bits.or(present, bits);
            }
        });
        return new Entry(slot, present, Map.copyOf(equal), literals.isEmpty() ? null : LiteralScanner.of(literals));
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
        for (var entry : entries) {
            var texts = view.folded(entry.slot());
            if (texts.length == 0) {
                continue;
            }
            Bits.or(candidates, entry.present());
            for (var text : texts) {
                var equal = entry.equal().get(text);
                if (equal != null) {
                    Bits.or(candidates, equal);
                }
                if (entry.literals() != null) {
                    entry.literals().scan(text, candidates);
                }
            }
        }
        return candidates;
    }

    /** The expressions, for those who evaluate all of them. */
    Collection<Expression> expressions() {
        return expressions;
    }
}
