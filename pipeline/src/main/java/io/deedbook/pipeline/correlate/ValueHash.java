// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.security.SecureRandom;

/**
 * Stands for a text in a count of distinct values: 61 bits that nobody can aim at, because the base of the polynomial
 * is random in each process. Thread-safe.
 */
final class ValueHash {
    private static final long PRIME = (1L << 61) - 1;
    private static final long BASE = 65_536 + (new SecureRandom().nextLong() >>> 4);

    private ValueHash() {}

    static long of(String text) {
        var hash = (long) text.length();
        for (var position = 0; position < text.length(); position++) {
            hash = reduced(Math.multiplyHigh(hash, BASE), hash * BASE) + text.charAt(position);
        }
        return hash % PRIME;
    }

    /** {@code high · 2^64 + low} modulo 2^61 − 1, up to one time the modulus. */
    private static long reduced(long high, long low) {
        var sum = (low & PRIME) + ((low >>> 61) | (high << 3));
        return (sum & PRIME) + (sum >>> 61);
    }
}
