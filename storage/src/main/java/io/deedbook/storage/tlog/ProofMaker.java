// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes inclusion and consistency proofs (RFC 6962 §2.1.1 and §2.1.2) from the hashes of perfect subtrees. Which nodes
 * it asks for depends on nothing but the numbers, so a dry run with a source that only notes the questions tells what
 * to load.
 */
public final class ProofMaker {
    private final NodeSource nodes;
    private final TreeHasher hasher = new TreeHasher();

    /** A maker for one thread. */
    public ProofMaker(NodeSource nodes) {
        this.nodes = nodes;
    }

    /** The sibling hashes from leaf {@code index} up to the root of the tree of {@code size} leaves. */
    public List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
        }
        var path = new ArrayList<byte[]>();
        inclusion(index, 0, size, path);
        return path;
    }

    private void inclusion(long index, long begin, long end, List<byte[]> path) {
        if (end - begin == 1) {
            return;
        }
        var middle = begin + split(end - begin);
        if (index < middle) {
            inclusion(index, begin, middle, path);
            path.add(root(middle, end));
        } else {
            inclusion(index, middle, end, path);
            path.add(root(begin, middle));
        }
    }

    /** The hashes that show that the tree of {@code newSize} leaves begins with the one of {@code oldSize}. */
    public List<byte[]> consistency(long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("oldSize: " + oldSize + " (expected: 0 to " + newSize + ")");
        }
        var path = new ArrayList<byte[]>();
        if (oldSize > 0 && oldSize < newSize) {
            consistency(oldSize, 0, newSize, true, path);
        }
        return path;
    }

    /** SUBPROOF of RFC 6962 §2.1.2; {@code known} while the old root itself is the subtree at hand. */
    private void consistency(long oldSize, long begin, long end, boolean known, List<byte[]> path) {
        if (oldSize == end) {
            if (!known) {
                path.add(root(begin, end));
            }
            return;
        }
        var middle = begin + split(end - begin);
        if (oldSize <= middle) {
            consistency(oldSize, begin, middle, known, path);
            path.add(root(middle, end));
        } else {
            consistency(oldSize, middle, end, false, path);
            path.add(root(begin, middle));
        }
    }

    /** The root of the tree of {@code size} leaves. */
    public byte[] root(long size) {
        return size == 0 ? TreeHasher.emptyRoot() : root(0, size);
    }

    /** The root over any range whose begin is a multiple of the power of two that its length needs. */
    private byte[] root(long begin, long end) {
        var count = end - begin;
        if (Long.bitCount(count) == 1) {
            var level = Long.numberOfTrailingZeros(count);
            return nodes.node(level, begin >>> level);
        }
        var middle = begin + split(count);
        var left = root(begin, middle);
        return hasher.node(left, root(middle, end));
    }

    /** The largest power of two strictly less than {@code count}. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
