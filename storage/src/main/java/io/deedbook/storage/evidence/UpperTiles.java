// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Makes the tiles above those of leaves that became full, level by level, out of the roots of the tiles below. */
final class UpperTiles {
    private final SqlClient client;
    private final int logId;
    private final long size;
    private final long[] nextTiles;

    // Mutable state, owned by whichever step is at work.
    private int level = 1;

    private UpperTiles(SqlClient client, int logId, long size, long[] nextTiles) {
        this.client = client;
        this.logId = logId;
        this.size = size;
        this.nextTiles = nextTiles;
    }

    /**
     * Stores those that are not there.
     *
     * @param size of the tree, whose full tiles of leaves are stored
     * @param nextTiles for each level the number of the tile after the last one stored
     */
    static Future<Void> make(SqlClient client, int logId, long size, long[] nextTiles) {
        return AsyncLoop.repeat(new UpperTiles(client, logId, size, nextTiles.clone())::makeOne);
    }

    private Future<Boolean> makeOne() {
        while (nextTiles[level] >= TilePath.fullTiles(level, size)) {
            if (++level == TileTable.LEVELS) {
                return Future.succeededFuture(false);
            }
        }
        var made = level;
        var number = nextTiles[made]++;
        return TileTable.roots(client, logId, made - 1, number * TilePath.WIDTH_MAX, TilePath.WIDTH_MAX)
                .compose(roots -> TileTable.insert(client, logId, List.of(Tile.of(made, number, roots))))
                .map(inserted -> true);
    }
}
