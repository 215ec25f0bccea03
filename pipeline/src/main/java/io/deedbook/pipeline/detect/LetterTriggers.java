// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.ArrayList;
import java.util.List;

/**
 * The triggers that are capital letters before a group of digits, by the length of the group and the count of the
 * letters. Immutable and thread-safe.
 */
final class LetterTriggers {
    private static final int DIGITS_MAX = 16;
    private static final int LETTERS_MAX = 16;
    private static final Use[] NONE = {};

    private final Use[][] uses = new Use[(DIGITS_MAX + 1) * (LETTERS_MAX + 1)][];
    private final int lettersMax;

    LetterTriggers(List<Detector> detectors) {
        var all = new ArrayList<Use>();
        var longest = 0;
        for (var order = 0; order < detectors.size(); order++) {
            if (detectors.get(order).trigger() instanceof Letters shape) {
                all.add(new Use(order, shape));
                longest = Math.max(longest, shape.lettersMax());
            }
        }
        if (longest > LETTERS_MAX) {
            throw new IllegalArgumentException("letters: " + longest + " (expected: <= " + LETTERS_MAX + ")");
        }
        lettersMax = longest;
        for (var place = 0; place < uses.length; place++) {
            var digits = place / (LETTERS_MAX + 1);
            var letters = place % (LETTERS_MAX + 1);
            var fitting = all.stream().filter(use -> use.fits(letters, digits)).toArray(Use[]::new);
            uses[place] = fitting.length == 0 ? NONE : fitting;
        }
    }

    /** Whether letters may stand before the group of digits that begins at {@code index}. */
    static boolean mayEnd(String text, int index) {
        return lettersEnd(text, index) > 0;
    }

    /** Asks to try each place where the letters before the group of digits at {@code index} can begin a match. */
    void read(String text, int index, Attempt attempt) {
        var digits = digits(text, index);
        if (digits == 0) {
            return;
        }
        var end = lettersEnd(text, index);
        var letters = 0;
        while (letters < lettersMax && end > letters && isCapital(text.charAt(end - letters - 1))) {
            letters++;
        }
        for (var count = letters; count > 0; count--) {
            var those = uses[digits * (LETTERS_MAX + 1) + count];
            if (those.length > 0 && Edge.WORD.allowsStart(text, end - count)) {
                for (var use : those) {
                    attempt.at(use.order, use.shape.ahead(), end - count);
                }
            }
        }
    }

    /**
     * Where the letters before a group of digits end, behind which one space or hyphen may stand; 0 when there are
     * none.
     */
    private static int lettersEnd(String text, int index) {
        if (index == 0) {
            return 0;
        }
        var before = text.charAt(index - 1);
        if (isCapital(before)) {
            return index;
        }
        var joined = (before == ' ' || before == '-') && index > 1 && isCapital(text.charAt(index - 2));
        return joined ? index - 1 : 0;
    }

    /** The length of the group, 0 when it is longer than any that is looked for. */
    private static int digits(String text, int start) {
        var end = start;
        while (end < text.length() && end - start <= DIGITS_MAX && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        return end - start > DIGITS_MAX ? 0 : end - start;
    }

    private static boolean isCapital(char unit) {
        return unit >= 'A' && unit <= 'Z';
    }

    /** Tries a detector at a place. */
    @FunctionalInterface
    interface Attempt {
        void at(int order, Ahead ahead, int start);
    }

    /** A shape that makes a detector look. */
    private record Use(int order, Letters shape) {
        boolean fits(int letters, int digits) {
            return letters >= shape.lettersMin()
                    && letters <= shape.lettersMax()
                    && digits >= shape.digitsMin()
                    && digits <= shape.digitsMax();
        }
    }
}
