// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/** Sets of small numbers as arrays of one length: which rules, which controls. */
final class Bits {
    private Bits() {}

    /** The empty set with room for {@code count} numbers. */
    static long[] none(int count) {
        return new long[(count + Long.SIZE - 1) / Long.SIZE];
    }

    static void set(long[] bits, int number) {
        bits[number / Long.SIZE] |= 1L << number;
    }

    static boolean has(long[] bits, int number) {
        return (bits[number / Long.SIZE] & (1L << number)) != 0;
    }

    static void or(long[] bits, long[] more) {
        for (var index = 0; index < bits.length; index++) {
            bits[index] |= more[index];
        }
    }
}
