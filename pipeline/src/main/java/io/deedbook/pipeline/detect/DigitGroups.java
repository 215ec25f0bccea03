// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * The groups of digits that follow one another from some place on, with at most two separators in between. It looks a
 * bounded way ahead. Not thread-safe; reused.
 */
final class DigitGroups {
    /** The most digits of a group that are counted. */
    static final int LENGTH_MAX = 40;

    private static final int GROUPS_MAX = 8;
    /** What may stand between two groups. */
    static final String SEPARATORS = " -.()/+";

    // Mutable state, owned by the scanning thread.
    private final int[] lengths = new int[GROUPS_MAX];
    private final int[] separators = new int[GROUPS_MAX];
    private int count;
    private int total;

    /** The set of these separators. */
    static int maskOf(String separators) {
        var mask = 0;
        for (var index = 0; index < separators.length(); index++) {
            mask |= bit(separators.charAt(index));
        }
        return mask;
    }

    /** Reads on from {@code start}, where a group begins. */
    DigitGroups read(String text, int start) {
        count = 0;
        total = 0;
        var separatorsSeen = 0;
        for (var index = start; ; ) {
            var end = endOfDigits(text, index);
            lengths[count] = end - index;
            separators[count] = separatorsSeen;
            total += end - index;
            count++;
            separatorsSeen = end < text.length() ? bit(text.charAt(end)) : 0;
            index = end + 1;
            if (separatorsSeen != 0 && !Ascii.isDigitAt(text, index) && index < text.length()) {
                var second = bit(text.charAt(index));
                separatorsSeen = second == 0 ? 0 : separatorsSeen | second;
                index++;
            }
            if (separatorsSeen == 0 || count == GROUPS_MAX || !Ascii.isDigitAt(text, index)) {
                return this;
            }
        }
    }

    /** Whether there are as many groups and digits as a trigger asks for, with none but its separators between them. */
    boolean reach(DigitTriggers.Use use) {
        return total >= use.shape().digitsMin()
                && reach(use.separators(), use.shape().groupsMin(), use.shape().digitsMin());
    }

    private boolean reach(int mask, int groupsMin, int digitsMin) {
        var digits = 0;
        for (var group = 0; group < count && (separators[group] & ~mask) == 0; group++) {
            digits += lengths[group];
            if (digits >= digitsMin && group + 1 >= groupsMin) {
                return true;
            }
        }
        return false;
    }

    /** Where the group that begins at {@code start} ends, or the most of it that is counted. */
    static int endOfDigits(String text, int start) {
        var end = start;
        var limit = Math.min(text.length(), start + LENGTH_MAX);
        while (end < limit && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int bit(char unit) {
        var position = SEPARATORS.indexOf(unit);
        return position < 0 ? 0 : 1 << position;
    }
}
