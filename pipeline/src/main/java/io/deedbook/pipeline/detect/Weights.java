// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Sums of digits by weight, which most check digits are made of. */
final class Weights {
    private Weights() {}

    /** The sum of the first digits of {@code number}, each by its weight; capital letters count from 10 on. */
    static int sum(String number, int... weights) {
        return sumFrom(number, 0, weights);
    }

    /** As {@link #sum}, from the digit at {@code start} on. */
    static int sumFrom(String number, int start, int... weights) {
        var sum = 0;
        for (var index = 0; index < weights.length; index++) {
            sum += weights[index] * Character.digit(number.charAt(start + index), Character.MAX_RADIX);
        }
        return sum;
    }

    /** The digit at {@code index}. */
    static int digit(String number, int index) {
        return number.charAt(index) - '0';
    }

    /** Whether all characters are the same. */
    static boolean isOneDigit(String number) {
        return number.chars().allMatch(unit -> unit == number.charAt(0));
    }
}
