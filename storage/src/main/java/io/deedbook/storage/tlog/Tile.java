// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.List;

/**
 * A full tile, immutable once made.
 *
 * @param level 0 for tiles of leaf hashes
 * @param number place among the tiles of the level
 * @param hashes 256 hashes, one after the other
 * @param root over them: an entry of the tile above
 */
public record Tile(int level, long number, byte[] hashes, byte[] root) {
    /** The tile of these 256 hashes. */
    public static Tile of(int level, long number, List<byte[]> hashes) {
        if (hashes.size() != TilePath.WIDTH_MAX) {
            throw new IllegalArgumentException("hashes: " + hashes.size() + " (expected: " + TilePath.WIDTH_MAX + ")");
        }
        var bytes = concatenated(hashes);
        return new Tile(level, number, bytes, new TreeHasher().perfectRoot(bytes, 0, TilePath.WIDTH_MAX));
    }

    /** The hashes one after the other. */
    public static byte[] concatenated(List<byte[]> hashes) {
        var bytes = new byte[hashes.size() * TreeHasher.HASH_BYTES];
        for (var position = 0; position < hashes.size(); position++) {
            System.arraycopy(hashes.get(position), 0, bytes, position * TreeHasher.HASH_BYTES, TreeHasher.HASH_BYTES);
        }
        return bytes;
    }
}
