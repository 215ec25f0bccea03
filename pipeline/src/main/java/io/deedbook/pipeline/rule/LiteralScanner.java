// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String OTHER_SPELLINGS = otherSpellings();

    /** Those of each length that there are. */
    private final Grams[] byLength;

    /**
     * What it means that a literal stands in a text.
     *
     * @param slots in the texts of which fields it means something, as bits
     * @param positions of the expressions that may hold
     * @param beginning whether it means something only where the text begins with it
     */
    record Hit(long slots, int[] positions, boolean beginning) {}

    /**
     * A literal around a gram that was met.
     *
     * @param beginning whether all hits are such
     */
    private record Literal(String text, int gramEnd, Hit[] hits, boolean beginning) {}

    /** Grams of one length: a filter, and a table with open addresses behind it. */
    private static final class Grams {
        private final int mask;
        /** The fields in whose texts one of these means something, as bits. */
        private final long slots;

        private final long[] filter = new long[1 << (FILTER_BITS_LOG2 - 6)];
        private final int[] keys;
        private final Literal[] @Nullable [] values;

        Grams(int length, Map<Integer, List<Literal>> byGram) {
            mask = length == GRAM_CHARS_MAX ? -1 : (1 << (length * CHAR_BITS)) - 1;
            keys = new int[Integer.highestOneBit(byGram.size()) * 4];
            values = new Literal[keys.length][];
            slots = byGram.values().stream()
                    .flatMap(List::stream)
                    .flatMap(literal -> Arrays.stream(literal.hits))
                    .mapToLong(Hit::slots)
                    .reduce(0, (left, right) -> left | right);
            byGram.forEach((gram, list) -> {
                var bit = bit(gram);
                filter[bit >> 6] |= 1L << bit;
                var at = place(gram);
                keys[at] = gram;
                values[at] = list.toArray(Literal[]::new);
            });
        }

        private static int bit(int gram) {
            return (gram * HASH) >>> (Integer.SIZE - FILTER_BITS_LOG2);
        }

        /** Where the gram stands in the table, or would. */
        private int place(int gram) {
            var at = bit(gram) & (keys.length - 1);
            while (values[at] != null && keys[at] != gram) {
                at = (at + 1) & (keys.length - 1);
            }
            return at;
        }

        /** One pass for each length is faster than one for all: its loop stays in registers. */
        void scan(byte[] bytes, String text, long slots, long[] into) {
            var bits = filter;
            var window = 0;
            for (var index = 0; index < bytes.length; index++) {
                window = window << CHAR_BITS | FOLDED[bytes[index] & 0xFF];
                var bit = bit(window & mask);
                if ((bits[bit >> 6] & (1L << bit)) != 0) {
                    mark(window, text, index + 1, slots, into);
                }
            }
        }

        private void mark(int window, String text, int end, long slots, long[] into) {
            var met = values[place(window & mask)];
            if (met != null) {
                for (var literal : met) {
                    LiteralScanner.mark(literal, text, end, slots, into);
                }
            }
        }
    }

    private LiteralScanner(Grams[] byLength) {
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
                    .add(new Literal(
                            text,
                            start + length,
                            hits.toArray(Hit[]::new),
                            hits.stream().allMatch(Hit::beginning)));
        });
        var grams = new ArrayList<Grams>();
        for (var length = 1; length <= GRAM_CHARS_MAX; length++) {
            var byGram = byLength.get(length - 1);
            if (!byGram.isEmpty()) {
                grams.add(new Grams(length, byGram));
            }
        }
        return new LiteralScanner(grams.toArray(Grams[]::new));
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
     * @return whether the text {@linkplain #isAscii is ASCII}
     */
    boolean scan(String text, long slots, long[] into) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var ascii = bytes.length == text.length();
        if (!ascii) {
            bytes = unitsOf(text);
        }
        for (var grams : byLength) {
            if ((grams.slots & slots) != 0) {
                grams.scan(bytes, text, slots, into);
            }
        }
        return ascii;
    }

    /** Whether each character takes one byte in UTF-8; halves of surrogate pairs do, for want of a better. */
    static boolean isAscii(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length == text.length();
    }

    /** A byte for each unit of a text that is not ASCII, so that places agree. */
    private static byte[] unitsOf(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length == text.length() && !hasOtherSpellingOfAscii(text) ? bytes : foldedUnits(text);
    }

    /** Whether there are characters that are ASCII once they are folded, and not before. */
    private static boolean hasOtherSpellingOfAscii(String text) {
        for (var index = 0; index < OTHER_SPELLINGS.length(); index++) {
            if (text.indexOf(OTHER_SPELLINGS.charAt(index)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] foldedUnits(String text) {
        var bytes = new byte[text.length()];
        for (var index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) folded(text.charAt(index));
        }
        return bytes;
    }

    private static void mark(Literal literal, String text, int end, long slots, long[] into) {
        var start = end - literal.gramEnd;
        if ((literal.beginning && start != 0) || !standsAt(literal.text, text, start)) {
            return;
        }
        for (var hit : literal.hits) {
            if ((hit.slots & slots) != 0 && (start == 0 || !hit.beginning)) {
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
        var fold = Fold.fold(unit);
        return fold < ASCII ? fold : 0;
    }

    private static byte[] folded() {
        var folded = new byte[1 << CHAR_BITS];
        for (var unit = 0; unit < ASCII; unit++) {
            folded[unit] = (byte) Fold.fold((char) unit);
        }
        return folded;
    }

    private static String otherSpellings() {
        var spellings = new StringBuilder();
        for (var unit = (char) ASCII; unit < Character.MAX_VALUE; unit++) {
            if (Fold.fold(unit) < ASCII) {
                spellings.append(unit);
            }
        }
        return spellings.toString();
    }
}
