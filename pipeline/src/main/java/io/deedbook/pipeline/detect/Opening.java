// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Whether a number can begin with these groups: what is known of it before its digits are read. */
@FunctionalInterface
interface Opening {
    /** A letter that stands for any capital. */
    char CAPITAL = 'A';
    /** A letter that stands for any small one. */
    char SMALL = 'a';

    /** Anything. */
    Opening ANY = (first, next, second) -> true;

    /**
     * Whether a match can begin so.
     *
     * @param first how many digits the first group has
     * @param next what follows it: a separator of {@link DigitGroups#SEPARATORS}, {@link #CAPITAL}, {@link #SMALL}, or
     *     {@code \0} for all else and for the end
     * @param second how many digits follow that separator, 0 when none does
     */
    boolean isPossible(int first, char next, int second);

    /** So many digits, or fewer with a letter behind them: the beginning of a code without separators. */
    static Opening word(int digitsMin) {
        return (first, next, second) -> first >= digitsMin || next == CAPITAL || next == SMALL;
    }
}
