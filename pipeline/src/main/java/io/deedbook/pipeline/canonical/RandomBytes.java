// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static java.security.DrbgParameters.Capability.RESEED_ONLY;

import java.security.DrbgParameters;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Random bytes for salts and ids: the JDK's generator after NIST SP 800-90A, seeded by the system, drawn from in
 * blocks. That costs a quarter of asking the system's generator for each salt. What was given out is not kept.
 * Thread-safe.
 */
final class RandomBytes {
    private static final int STRENGTH_BITS = 256;
    private static final int BLOCK_BYTES = 4096;

    private final SecureRandom random;
    private final byte[] block = new byte[BLOCK_BYTES];

    // Mutable state, under the monitor: where in the block the bytes begin that nobody has yet.
    private int next = BLOCK_BYTES;

    RandomBytes() {
        try {
            random = SecureRandom.getInstance("DRBG", DrbgParameters.instantiation(STRENGTH_BITS, RESEED_ONLY, null));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform since 9 has DRBG", e);
        }
    }

    /** @param count at most 4,096 */
    synchronized byte[] take(int count) {
        if (BLOCK_BYTES - next < count) {
            random.nextBytes(block);
            next = 0;
        }
        var taken = Arrays.copyOfRange(block, next, next + count);
        Arrays.fill(block, next, next + count, (byte) 0);
        next += count;
        return taken;
    }
}
