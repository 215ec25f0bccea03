// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds which literals stand in a text, whatever their number and whatever the case. A few characters of each are
 * looked for ({@link Grams}); only where they stand, the literal is compared. An automaton over the whole literals
 * would need a few megabytes for a thousand rules, and wait for them. Immutable.
 */
final class LiteralScanner {
    private static final int ASCII = 128;
    /** How many places of a text are passed over at a time where only literals long enough for it are looked for. */
    private static final int STEP_OF_LONG = 4;

    private static final String OTHER_SPELLINGS = otherSpellings();

    /** The shortest first. */
    private final Grams[] grams;

    /**
     * What it means that a literal stands in a text.
     *
     * @param slots in the texts of which fields it means something, as bits
     * @param positions of the expressions that may hold
     * @param beginning whether it means something only where the text begins with it
     */
    record Hit(long slots, int[] positions, boolean beginning) {}

    /** Of which literals the grams are looked for together. */
    private record Kind(int chars, int step) {
        static Kind of(String text) {
            return text.length() < Grams.CHARS_MAX + STEP_OF_LONG - 1
                    ? new Kind(Math.min(text.length(), Grams.CHARS_MAX), 1)
                    : new Kind(Grams.CHARS_MAX, STEP_OF_LONG);
        }
    }

    private LiteralScanner(Grams[] grams) {
        this.grams = grams;
    }

    /**
     * The scanner for these literals.
     *
     * @param literals folded, ASCII, not empty; with what they mean
     */
    static LiteralScanner of(Map<String, List<Hit>> literals) {
        var byKind = new TreeMap<Kind, List<Literal>>(
                Comparator.comparingInt(Kind::chars).thenComparingInt(Kind::step));
        literals.forEach((text, hits) -> byKind.computeIfAbsent(Kind.of(text), unknown -> new ArrayList<>())
                .add(new Literal(text, hits)));
        return new LiteralScanner(byKind.entrySet().stream()
                .map(entry -> new Grams(entry.getKey().chars, entry.getKey().step, entry.getValue()))
                .toArray(Grams[]::new));
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
        for (var ofKind : grams) {
            if (ofKind.areOf(slots)) {
                ofKind.scan(bytes, slots, into);
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

    /** The folded character where it is ASCII, else 0, which is in no literal. */
    private static int folded(char unit) {
        var fold = Fold.fold(unit);
        return fold < ASCII ? fold : 0;
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
