// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.ArrayList;
import java.util.List;

/** The triggers that are letters before a group of digits, by the length of the group. Immutable and thread-safe. */
final class LetterTriggers {
    private static final int DIGITS_MAX = 16;

    private final Use[][] byDigits = new Use[DIGITS_MAX + 1][];
    private final int lettersMax;

    LetterTriggers(List<Detector> detectors) {
        var longest = 0;
        for (var length = 0; length <= DIGITS_MAX; length++) {
            var uses = new ArrayList<Use>();
            for (var order = 0; order < detectors.size(); order++) {
                if (detectors.get(order).trigger() instanceof Letters letters
                        && length >= letters.digitsMin()
                        && length <= letters.digitsMax()) {
                    uses.add(new Use(order, letters));
                    longest = Math.max(longest, letters.lettersMax());
                }
            }
            byDigits[length] = uses.toArray(Use[]::new);
        }
        lettersMax = longest;
    }

    /** Whether letters may stand before the group of digits that begins at {@code index}. */
    static boolean mayEnd(String text, int index) {
        return lettersEnd(text, index) > 0;
    }

    /** Asks to try each place where the letters before the group of digits at {@code index} can begin a match. */
    void read(String text, int index, Attempt attempt) {
        var uses = byDigits[digits(text, index)];
        if (uses.length == 0) {
            return;
        }
        var end = lettersEnd(text, index);
        var letters = 0;
        while (letters < lettersMax && end - letters > 0 && Ascii.isLetter(text.charAt(end - letters - 1))) {
            letters++;
        }
        for (var use : uses) {
            for (var count = Math.min(letters, use.shape.lettersMax()); count >= use.shape.lettersMin(); count--) {
                var start = end - count;
                if (Edge.WORD.allowsStart(text, start) && use.shape.ahead().possible(text, start, start)) {
                    attempt.at(use.order, start);
                }
            }
        }
    }

    /** Where the letters before a group of digits end, behind which one space or hyphen may stand; 0 when there are none. */
    private static int lettersEnd(String text, int index) {
        if (index == 0) {
            return 0;
        }
        var before = text.charAt(index - 1);
        if (Ascii.isLetter(before)) {
            return index;
        }
        var joined = (before == ' ' || before == '-') && index > 1 && Ascii.isLetter(text.charAt(index - 2));
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

    /** Tries a detector at a place. */
    @FunctionalInterface
    interface Attempt {
        void at(int order, int start);
    }

    /** A shape that makes a detector look. */
    private record Use(int order, Letters shape) {}
}
