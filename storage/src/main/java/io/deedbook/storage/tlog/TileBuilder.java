// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes all full tiles of a tree while its leaves go by; keeps at most 255 hashes a level. For one thread at a time.
 */
public final class TileBuilder {
    // Mutable state, owned by the thread that adds leaves.
    private final List<List<byte[]>> levels = new ArrayList<>();
    private long size;

    /**
     * Adds the next leaf.
     *
     * @return the tiles that it fills, lowest level first; mostly none
     */
    public List<Tile> add(byte[] leafHash) {
        size++;
        var hash = leafHash;
        var tiles = new ArrayList<Tile>(0);
        for (var level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>(TilePath.WIDTH_MAX));
            }
            var hashes = levels.get(level);
            hashes.add(hash);
            if (hashes.size() < TilePath.WIDTH_MAX) {
                return tiles;
            }
            var tile = Tile.of(level, TilePath.fullTiles(level, size) - 1, hashes);
            hashes.clear();
            tiles.add(tile);
            hash = tile.root();
        }
    }

    /** Leaves that were added. */
    public long size() {
        return size;
    }

    /** The hashes of the partial tile at the right edge of {@code level}, one after the other; empty for none. */
    public byte[] partial(int level) {
        return level < levels.size() ? Tile.concatenated(levels.get(level)) : new byte[0];
    }

    /** The root of the tree so far, out of the perfect subtrees at its right edge. */
    public byte[] root() {
        var hasher = new TreeHasher();
        byte[] root = null;
        for (var hashes : levels) {
            var all = Tile.concatenated(hashes);
            for (var end = hashes.size(); end > 0; ) {
                var width = Integer.lowestOneBit(end);
                end -= width;
                var subtree = hasher.perfectRoot(all, end, width);
                root = root == null ? subtree : hasher.node(subtree, root);
            }
        }
        return root == null ? TreeHasher.emptyRoot() : root;
    }
}
