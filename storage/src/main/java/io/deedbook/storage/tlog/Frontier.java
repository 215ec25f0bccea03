// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that appending to a tree needs of it: its size and the roots of the perfect subtrees it consists of, one a bit of
 * the size. Immutable and thread-safe.
 */
public final class Frontier {
    private static final int LEVELS = Long.SIZE - 1;
    private static final Frontier EMPTY = new Frontier(0, new byte[LEVELS][]);

    private final long size;
    /** By level; null where the bit of the size is 0. Nobody writes to it. */
    private final byte[] @Nullable [] roots;

    private Frontier(long size, byte[] @Nullable [] roots) {
        this.size = size;
        this.roots = roots;
    }

    /** The frontier of the tree without leaves. */
    public static Frontier empty() {
        return EMPTY;
    }

    /**
     * Reads a stored frontier.
     *
     * @param size leaves in the tree
     * @param concatenated roots of the perfect subtrees, largest first, 32 bytes each
     * @throws MalformedException {@code frontier-size}, {@code frontier-length}: popcount(size) · 32 bytes must be
     *     there
     */
    public static Frontier of(long size, byte[] concatenated) {
        if (size < 0) {
            throw new MalformedException("frontier-size");
        }
        if (concatenated.length != Long.bitCount(size) * TreeHasher.HASH_BYTES) {
            throw new MalformedException("frontier-length");
        }
        var roots = new byte[LEVELS][];
        var offset = 0;
        for (var level = LEVELS - 1; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                roots[level] = Arrays.copyOfRange(concatenated, offset, offset + TreeHasher.HASH_BYTES);
                offset += TreeHasher.HASH_BYTES;
            }
        }
        return new Frontier(size, roots);
    }

    /** The frontier after one more leaf, given by its hash. */
    public Frontier append(byte[] leafHash) {
        return append(List.of(leafHash));
    }

    /** The frontier after more leaves, given by their 32-byte hashes; two hashes of work for each leaf, on average. */
    public Frontier append(List<byte[]> leafHashes) {
        if (leafHashes.isEmpty()) {
            return this;
        }
        if (leafHashes.size() > Long.MAX_VALUE - size) {
            throw new IllegalArgumentException("size: beyond 2^63 - 1");
        }
        var hasher = new TreeHasher();
        var next = roots.clone();
        var nextSize = size;
        for (var leafHash : leafHashes) {
            if (leafHash.length != TreeHasher.HASH_BYTES) {
                throw new IllegalArgumentException("leafHash: " + leafHash.length + " bytes (expected: 32)");
            }
            carry(hasher, next, nextSize, leafHash);
            nextSize++;
        }
        return new Frontier(nextSize, next);
    }

    /** Adds one leaf as one adds 1 in binary: every full level below the first free one is hashed into it. */
    private static void carry(TreeHasher hasher, byte[] @Nullable [] roots, long size, byte[] leafHash) {
        var node = leafHash;
        var level = 0;
        while ((size >>> level & 1) == 1) {
            node = hasher.node(roots[level], node);
            roots[level] = null;
            level++;
        }
        roots[level] = node;
    }

    /** Leaves in the tree. */
    public long size() {
        return size;
    }

    /**
     * The root of one of the perfect subtrees.
     *
     * @param level of the subtree, which has 2^level leaves
     * @param index place among all subtrees of the level
     */
    byte[] root(int level, long index) {
        if ((size >>> level & 1) == 0 || index != (size >>> (level + 1)) << 1) {
            throw new IllegalArgumentException("node: " + level + "/" + index + " (expected: one of the frontier)");
        }
        return roots[level].clone();
    }

    /** The tree's root, RFC 6962 §2.1. */
    public byte[] root() {
        if (size == 0) {
            return TreeHasher.emptyRoot();
        }
        var hasher = new TreeHasher();
        var level = Long.numberOfTrailingZeros(size);
        var root = roots[level].clone();
        while (++level < LEVELS) {
            if ((size >>> level & 1) == 1) {
                root = hasher.node(roots[level], root);
            }
        }
        return root;
    }

    /** The roots of the perfect subtrees, largest first, as {@link #of} reads them. */
    public byte[] bytes() {
        var bytes = new byte[Long.bitCount(size) * TreeHasher.HASH_BYTES];
        var offset = 0;
        for (var level = LEVELS - 1; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                System.arraycopy(roots[level], 0, bytes, offset, TreeHasher.HASH_BYTES);
                offset += TreeHasher.HASH_BYTES;
            }
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frontier that && size == that.size && Arrays.deepEquals(roots, that.roots);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.deepHashCode(roots);
    }
}
