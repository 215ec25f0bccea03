// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds in one pass which literals stand in a text, whatever their number and whatever the case. Of each literal the rarest
 * four characters are looked for with a filter that fits into the fastest cache; only where they stand, the literal is
 * compared. An automaton over the whole literals would need a few megabytes for a thousand rules, and wait for them. Immutable.
 */
final class LiteralScanner {
    private static final int ASCII = 128;
    private static final int GRAM_CHARS_MAX = 4;
    private static final int FILTER_BITS_LOG2 = 16;
    private static final int HASH = 0x9E3779B1;
    /** Bits of a character in a window. */
    private static final int CHAR_BITS = 8;

    private static final byte[] FOLDED = folded();

    /** By length of their grams less one; null where there is none of that length. */
    private final @Nullable Grams[] byLength;

    /**
     * What it means that a literal stands in a text.
     *
     * @param slots in the texts of which fields it means something, as bits
     * @param positions of the expressions that may hold
     */
    record Hit(long slots, int[] positions) {}

    /** A literal around a gram that was met. */
    private record Literal(String text, int gramEnd, Hit[] hits) {}

    /** Grams of one length. */
    private static final class Grams {
        private final int mask;
        private final long[] filter = new long[1 << (FILTER_BITS_LOG2 - 6)];
        private final Map<Integer, Literal[]> literals;

        Grams(int length, Map<Integer, List<Literal>> byGram) {
            mask = length == GRAM_CHARS_MAX ? -1 : (1 << (length * CHAR_BITS)) - 1;
            var all = new HashMap<Integer, Literal[]>();
            byGram.forEach((gram, list) -> {
                var bit = bit(gram);
                filter[bit >> 6] |= 1L << bit;
                all.put(gram, list.toArray(Literal[]::new));
            });
            literals = Map.copyOf(all);
        }

        private static int bit(int gram) {
            return (gram * HASH) >>> (Integer.SIZE - FILTER_BITS_LOG2);
        }

        /** Whether the gram that ends a window may be one of these. */
        boolean mayHave(int window) {
            var bit = bit(window & mask);
            return (filter[bit >> 6] & (1L << bit)) != 0;
        }

        void mark(int window, String text, int end, long slots, long[] into) {
            var met = literals.get(window & mask);
            if (met != null) {
                for (var literal : met) {
                    LiteralScanner.mark(literal, text, end, slots, into);
                }
            }
        }
    }

    private LiteralScanner(@Nullable Grams[] byLength) {
        this.byLength = byLength;
    }

    /**
     * The scanner for these literals.
     *
     * @param literals folded, ASCII, not empty; with what they mean
     */
    static LiteralScanner of(Map<String, List<Hit>> literals) {
        var byLength = new ArrayList<Map<Integer, List<Literal>>>();
        for (var length = 1; length <= GRAM_CHARS_MAX; length++) {
            byLength.add(new HashMap<>());
        }
        literals.forEach((text, hits) -> {
            var length = Math.min(text.length(), GRAM_CHARS_MAX);
            var start = rarest(text, length);
            byLength.get(length - 1)
                    .computeIfAbsent(gram(text, start, length), unknown -> new ArrayList<>())
                    .add(new Literal(text, start + length, hits.toArray(Hit[]::new)));
        });
        var grams = new @Nullable Grams[GRAM_CHARS_MAX];
        for (var length = 1; length <= GRAM_CHARS_MAX; length++) {
            var byGram = byLength.get(length - 1);
            grams[length - 1] = byGram.isEmpty() ? null : new Grams(length, byGram);
        }
        return new LiteralScanner(grams);
    }

    /** Where the {@code length} characters begin that are likely to be met least. */
    private static int rarest(String text, int length) {
        var best = 0;
        var bestWeight = -1;
        for (var start = 0; start + length <= text.length(); start++) {
            var weight = 0;
            for (var index = start; index < start + length; index++) {
                weight += weight(text.charAt(index));
            }
            if (weight > bestWeight) {
                best = start;
                bestWeight = weight;
            }
        }
        return best;
    }

    /** How rare a character is in prompts, commands and JSON. */
    private static int weight(char unit) {
        if (" \"':,{}".indexOf(unit) >= 0) {
            return 0;
        }
        return "etaoinsrhlcd-_/.".indexOf(unit) >= 0 ? 1 : 2;
    }

    private static int gram(String text, int start, int length) {
        var gram = 0;
        for (var index = start; index < start + length; index++) {
            gram = gram << CHAR_BITS | text.charAt(index);
        }
        return gram;
    }

    /**
     * Sets in {@code into} the positions that the literals in {@code text} mean.
     *
     * @param slots the fields whose text it is, as bits
     */
    void scan(String text, long slots, long[] into) {
        var four = byLength[3];
        var three = byLength[2];
        var two = byLength[1];
        var one = byLength[0];
        var window = 0;
        for (var index = 0; index < text.length(); index++) {
            window = window << CHAR_BITS | folded(text.charAt(index));
            if (four != null && four.mayHave(window)) {
                four.mark(window, text, index + 1, slots, into);
            }
            if (three != null && three.mayHave(window)) {
                three.mark(window, text, index + 1, slots, into);
            }
            if (two != null && two.mayHave(window)) {
                two.mark(window, text, index + 1, slots, into);
            }
            if (one != null && one.mayHave(window)) {
                one.mark(window, text, index + 1, slots, into);
            }
        }
    }

    private static void mark(Literal literal, String text, int end, long slots, long[] into) {
        var start = end - literal.gramEnd;
        if (!standsAt(literal.text, text, start)) {
            return;
        }
        for (var hit : literal.hits) {
            if ((hit.slots & slots) != 0) {
                for (var position : hit.positions) {
                    Bits.set(into, position);
                }
            }
        }
    }

    private static boolean standsAt(String literal, String text, int start) {
        if (start < 0 || start + literal.length() > text.length()) {
            return false;
        }
        for (var index = 0; index < literal.length(); index++) {
            if (folded(text.charAt(start + index)) != literal.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    /** The folded character where it is ASCII, else 0, which is in no literal. */
    private static int folded(char unit) {
        if (unit < ASCII) {
            return FOLDED[unit];
        }
        var fold = Fold.fold(unit);
        return fold < ASCII ? fold : 0;
    }

    private static byte[] folded() {
        var folded = new byte[ASCII];
        for (var unit = 0; unit < ASCII; unit++) {
            folded[unit] = (byte) Fold.fold((char) unit);
        }
        return folded;
    }
}
