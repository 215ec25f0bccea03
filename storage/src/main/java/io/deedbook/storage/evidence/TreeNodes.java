// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.NodeSource;
import io.deedbook.storage.tlog.ProofMaker;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes proofs for one tree out of tiles. A dry run of the proof tells which tiles it needs; they are read, then it
 * runs again. A proof needs at most two tiles a level, of which the last one a level, if partial, is put together from
 * leaf hashes or from the roots of the tiles below.
 */
final class TreeNodes {
    private final SqlClient client;
    private final int logId;
    private final long size;

    /** @param size of a tree that a checkpoint was stored for, so that its full tiles are stored */
    TreeNodes(SqlClient client, int logId, long size) {
        this.client = client;
        this.logId = logId;
        this.size = size;
    }

    /** Runs {@code proof} with all the nodes that it needs. */
    <T> Future<T> prove(Function<ProofMaker, T> proof) {
        var needed = new LinkedHashSet<TilePath>();
        var unused = proof.apply(new ProofMaker((level, index) -> {
            needed.add(TilePath.ofNode(level, index));
            return new byte[TreeHasher.HASH_BYTES];
        }));
        return read(needed).map(tiles -> proof.apply(new ProofMaker(nodesOf(tiles))));
    }

    private Future<Map<TilePath, byte[]>> read(Set<TilePath> needed) {
        Future<Map<TilePath, byte[]>> all = Future.succeededFuture(new HashMap<>());
        for (var tile : needed) {
            all = all.compose(tiles -> hashes(tile).map(hashes -> {
                tiles.put(tile, hashes);
                return tiles;
            }));
        }
        return all;
    }

    /** The hashes of a tile as far as this tree has them. */
    Future<byte[]> hashes(TilePath tile) {
        if (tile.number() < TilePath.fullTiles(tile.level(), size)) {
            return TileTable.hashes(client, logId, tile.level(), tile.number())
                    .map(hashes -> hashes.orElseThrow(() -> new BrokenLogException(
                            "tile " + tile.number() + " of level " + tile.level() + " is missing")));
        }
        var first = tile.number() * TilePath.WIDTH_MAX;
        var width = TilePath.partialWidth(tile.level(), size);
        var hashes = tile.level() == 0
                ? LeafHashes.read(client, logId, first, first + width)
                : TileTable.roots(client, logId, tile.level() - 1, first, width);
        return hashes.map(Tile::concatenated);
    }

    private static NodeSource nodesOf(Map<TilePath, byte[]> tiles) {
        var hasher = new TreeHasher();
        return (level, index) -> {
            var tile = TilePath.ofNode(level, index);
            var hashes = tiles.get(tile);
            if (hashes == null) {
                throw new IllegalStateException("tile: not read (expected: what the dry run asked for)");
            }
            var count = 1 << level % TilePath.HEIGHT;
            var first = (int) (index * count % TilePath.WIDTH_MAX);
            return hasher.perfectRoot(hashes, first, count);
        };
    }
}
