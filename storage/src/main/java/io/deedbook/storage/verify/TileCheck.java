// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the tiles that the records lead to with those that are stored. For one run at a time. */
final class TileCheck {
    private final SqlClient client;
    private final int logId;
    private final long checkpointSize;
    private final Findings findings;

    // Mutable state, owned by whichever step of the run is at work.
    private long count;

    /** @param checkpointSize of the latest stored checkpoint: tiles that it covers must be there */
    TileCheck(SqlClient client, int logId, long checkpointSize, Findings findings) {
        this.client = client;
        this.logId = logId;
        this.checkpointSize = checkpointSize;
        this.findings = findings;
    }

    /** How many stored tiles were compared. */
    long count() {
        return count;
    }

    /** Compares these tiles, of one page of records, with the stored ones. */
    Future<Void> check(List<Tile> tiles) {
        if (tiles.isEmpty()) {
            return Future.succeededFuture();
        }
        return client.preparedQuery("select t.level, t.number, t.hashes, t.root from tile t"
                        + " join unnest($2::int[], $3::bigint[]) as w (level, number)"
                        + " on t.level = w.level and t.number = w.number where t.log_id = $1")
                .execute(Tuple.of(
                        logId,
                        tiles.stream().map(Tile::level).toArray(Integer[]::new),
                        tiles.stream().map(Tile::number).toArray(Long[]::new)))
                .map(rows -> {
                    var stored = new HashMap<TilePath, Tile>();
                    for (var row : rows) {
                        var level = row.getInteger(0);
                        var number = row.getLong(1);
                        stored.put(
                                new TilePath(level, number, TilePath.WIDTH_MAX),
                                new Tile(
                                        level,
                                        number,
                                        row.getBuffer(2).getBytes(),
                                        row.getBuffer(3).getBytes()));
                    }
                    for (var tile : tiles) {
                        compare(tile, stored.get(new TilePath(tile.level(), tile.number(), TilePath.WIDTH_MAX)));
                    }
                    return null;
                });
    }

    private void compare(Tile expected, @Nullable Tile stored) {
        var first = expected.number() * TilePath.WIDTH_MAX;
        var name = "tile of level " + expected.level() + " number " + expected.number();
        if (stored == null) {
            if (expected.number() < TilePath.fullTiles(expected.level(), checkpointSize)) {
                findings.add(FindingCode.TILE_MISSING, Finding.WHOLE_LOG, name);
            }
            return;
        }
        count++;
        var differing = Arrays.mismatch(expected.hashes(), stored.hashes());
        if (differing >= 0) {
            var index = expected.level() == 0 ? first + differing / TreeHasher.HASH_BYTES : Finding.WHOLE_LOG;
            findings.add(FindingCode.TILE_MISMATCH, index, name);
        } else if (!Arrays.equals(expected.root(), stored.root())) {
            findings.add(FindingCode.TILE_MISMATCH, Finding.WHOLE_LOG, "root of the " + name);
        }
    }

    /** Looks for tiles that the log is too small for; they are read before the head that they must not exceed. */
    Future<Void> checkExtra() {
        return client.preparedQuery(
                        "select level, max(number) from tile where log_id = $1 group by level order by level")
                .execute(Tuple.of(logId))
                .compose(tiles -> client.preparedQuery("select size from log_head where log_id = $1")
                        .execute(Tuple.of(logId))
                        .map(head -> {
                            var size = head.size() > 0 ? head.iterator().next().getLong(0) : 0L;
                            for (var row : tiles) {
                                var level = row.getInteger(0);
                                if (level < 0 || level > 63 || row.getLong(1) >= TilePath.fullTiles(level, size)) {
                                    findings.add(
                                            FindingCode.TILE_MISMATCH,
                                            Finding.WHOLE_LOG,
                                            "a tile of level " + level + " beyond the head");
                                }
                            }
                            return null;
                        }));
    }
}
