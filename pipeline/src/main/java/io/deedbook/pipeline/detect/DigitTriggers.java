// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.ArrayList;
import java.util.List;

/**
 * The triggers that are groups of digits, by the length of the first group, what follows it, and the length of the
 * second: most numbers that are not looked for are told by these. Immutable and thread-safe.
 */
final class DigitTriggers {
    private static final int LENGTHS = DigitGroups.LENGTH_MAX + 1;
    /** Second groups of more digits are as those of so many. */
    private static final int SECOND_MAX = 12;
    /** In place of the length of the second group: another separator. */
    private static final int SEPARATOR = SECOND_MAX + 1;

    private static final int SECONDS = SEPARATOR + 1;
    /** What can follow a group: a separator, a capital or small letter, anything else or nothing. */
    private static final String KINDS = DigitGroups.SEPARATORS + Opening.CAPITAL + Opening.SMALL + '\0';

    private static final int LETTER = DigitGroups.SEPARATORS.length();
    private static final int OTHER = LETTER + 2;
    private static final Use[] NONE = {};

    private final Use[][] uses = new Use[LENGTHS * KINDS.length() * SECONDS][];

    DigitTriggers(List<Detector> detectors) {
        var all = new ArrayList<Use>();
        for (var order = 0; order < detectors.size(); order++) {
            if (detectors.get(order).trigger() instanceof Digits shape) {
                all.add(Use.of(order, shape));
            }
        }
        for (var place = 0; place < uses.length; place++) {
            var second = place % SECONDS;
            var kind = place / SECONDS % KINDS.length();
            var length = place / SECONDS / KINDS.length();
            var fitting = kind >= LETTER && second > 0
                    ? NONE
                    : all.stream()
                            .filter(use -> use.fits(length, KINDS.charAt(kind), second))
                            .toArray(Use[]::new);
            uses[place] = fitting.length == 0 ? NONE : fitting;
        }
    }

    /** Those that may find something where a group of so many digits begins. */
    Use[] at(String text, int start, int length) {
        var end = start + length;
        var kind = end < text.length() ? kindOf(text.charAt(end)) : OTHER;
        var second = kind < LETTER ? second(text, end + 1) : 0;
        return uses[(length * KINDS.length() + kind) * SECONDS + second];
    }

    private static int second(String text, int start) {
        var limit = Math.min(text.length(), start + SECOND_MAX);
        var end = start;
        while (end < limit && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        var isSeparator = end == start && start < limit && kindOf(text.charAt(start)) < LETTER;
        return isSeparator ? SEPARATOR : end - start;
    }

    private static int kindOf(char unit) {
        if (Ascii.isLetter(unit)) {
            return unit <= 'Z' ? LETTER : LETTER + 1;
        }
        var separator = DigitGroups.SEPARATORS.indexOf(unit);
        return separator < 0 ? OTHER : separator;
    }

    /**
     * A shape that makes a detector look.
     *
     * @param firstDigits a bit for each digit that may be the first
     * @param counted whether digits are to be counted beyond the first group
     */
    record Use(int order, Digits shape, int separators, int firstDigits, boolean counted) {
        private static Use of(int order, Digits shape) {
            var firstDigits =
                    shape.firstDigits().chars().map(digit -> 1 << (digit - '0')).reduce(0, (a, b) -> a | b);
            var counted = shape.groupsMin() > 1 || shape.digitsMin() > shape.firstMin();
            return new Use(order, shape, DigitGroups.maskOf(shape.separators()), firstDigits, counted);
        }

        boolean beginsWith(char digit) {
            return (firstDigits >> (digit - '0') & 1) != 0;
        }

        private boolean fits(int length, char next, int second) {
            if (length < shape.firstMin() || length > shape.firstMax()) {
                return false;
            }
            var goesOn = shape.groupsMin() > 1 || shape.digitsMin() > length;
            if (goesOn && (shape.separators().indexOf(next) < 0 || second == 0)) {
                return false;
            }
            if (second == SEPARATOR) {
                return shape.opening().isPossible(length, next, 0);
            }
            for (var digits = second; digits < (second < SECOND_MAX ? second + 1 : LENGTHS); digits++) {
                if (shape.opening().isPossible(length, next, digits)) {
                    return true;
                }
            }
            return false;
        }
    }
}
