// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.HashMap;
import java.util.Map;

/**
 * The nodes of a tree that grew, as far as proofs from its size before need them: out of the frontier that it had, and
 * the hashes of its leaves since. Where hashes of earlier leaves are at hand too, those are used, so that a root that
 * is right vouches for each of them. For one thread.
 */
public final class GrownTree implements NodeSource {
    private final Frontier before;
    private final long first;
    private final byte[] hashes;
    private final TreeHasher hasher = new TreeHasher();

    // Mutable state: roots of full tiles of leaves, by their number.
    private final Map<Long, byte[]> tileRoots = new HashMap<>();

    /**
     * @param before the tree that it grew from
     * @param first the index of the first leaf that is at hand: the size before, or the beginning of the tile that it
     *     lies in
     * @param hashes of all leaves from there on, one after the other
     */
    public GrownTree(Frontier before, long first, byte[] hashes) {
        var tile = before.size() / TilePath.WIDTH_MAX * TilePath.WIDTH_MAX;
        if (first != before.size() && first != tile) {
            throw new IllegalArgumentException(
                    "first: " + first + " (expected: " + before.size() + " or " + tile + ")");
        }
        this.before = before;
        this.first = first;
        this.hashes = hashes;
    }

    @Override
    public byte[] node(int level, long index) {
        var begin = index << level;
        var end = begin + (1L << level);
        if (end <= first) {
            return before.root(level, index);
        }
        if (begin < first || level > TilePath.HEIGHT) {
            return hasher.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }
        return level == TilePath.HEIGHT
                ? tileRoots.computeIfAbsent(index, number -> perfectRoot(begin, end))
                : perfectRoot(begin, end);
    }

    private byte[] perfectRoot(long begin, long end) {
        return hasher.perfectRoot(hashes, (int) (begin - first), (int) (end - begin));
    }
}
