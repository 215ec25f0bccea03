// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * Verhoeff's check digit: the last of a number whose digits, permuted by place, multiply to 0 in the dihedral group.
 */
final class Verhoeff {
    private static final int[] PERMUTED = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Verhoeff() {}

    static boolean holds(String digits) {
        var product = 0;
        for (var place = 0; place < digits.length(); place++) {
            product = times(product, permuted(Weights.digit(digits, digits.length() - 1 - place), place % 8));
        }
        return product == 0;
    }

    /** Rotations are 0 to 4, reflections 5 to 9. */
    private static int times(int left, int right) {
        var turned = left < 5 ? (left + right) % 5 : (left - right + 5) % 5;
        return (left < 5) == (right < 5) ? turned : 5 + turned;
    }

    private static int permuted(int digit, int times) {
        var result = digit;
        for (var time = 0; time < times; time++) {
            result = PERMUTED[result];
        }
        return result;
    }
}
