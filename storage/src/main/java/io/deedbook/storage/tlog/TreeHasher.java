// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The two hashes of an RFC 6962 tree, with the JDK's SHA-256, which uses the processor's instructions. Not thread-safe:
 * make one for a run of hashes.
 */
public final class TreeHasher {
    /** The size of every hash in the tree, in bytes. */
    public static final int HASH_BYTES = 32;

    private final MessageDigest digest = newDigest();

    /** SHA-256(0x00 ‖ entry), RFC 6962 §2.1. */
    public byte[] leaf(byte[] entry) {
        digest.update((byte) 0);
        return digest.digest(entry);
    }

    /** SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1. */
    public byte[] node(byte[] left, byte[] right) {
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /**
     * The root over {@code count} neighbouring nodes of a perfect subtree.
     *
     * @param hashes the nodes, 32 bytes each
     * @param first position of the first node
     * @param count a power of two
     */
    public byte[] perfectRoot(byte[] hashes, int first, int count) {
        if (Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: a power of two)");
        }
        var work = Arrays.copyOfRange(hashes, first * HASH_BYTES, (first + count) * HASH_BYTES);
        for (var nodes = count / 2; nodes >= 1; nodes /= 2) {
            for (var node = 0; node < nodes; node++) {
                digest.update((byte) 1);
                digest.update(work, 2 * node * HASH_BYTES, 2 * HASH_BYTES);
                System.arraycopy(digest.digest(), 0, work, node * HASH_BYTES, HASH_BYTES);
            }
        }
        return Arrays.copyOf(work, HASH_BYTES);
    }

    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static byte[] emptyRoot() {
        return newDigest().digest();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
