// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Tile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The full tiles in the database. */
final class TileTable {
    /** Levels of tiles that a tree with 63-bit size can have. */
    static final int LEVELS = 8;

    private TileTable() {}

    /** For each level the number of the tile after the last one stored. */
    static Future<long[]> nextNumbers(SqlClient client, int logId) {
        return client.preparedQuery(
                        "select coalesce((select max(number) + 1 from tile where log_id = $1 and level = l), 0)"
                                + " from generate_series(0, $2 - 1) l order by l")
                .execute(Tuple.of(logId, LEVELS))
                .map(rows -> {
                    var numbers = new long[LEVELS];
                    var level = 0;
                    for (var row : rows) {
                        numbers[level++] = row.getLong(0);
                    }
                    return numbers;
                });
    }

    /** A tile and the log that it is of. */
    record LogTile(int logId, Tile tile) {}

    /** Stores tiles; those that are there already stay. */
    static Future<Void> insert(SqlClient client, int logId, List<Tile> tiles) {
        return insert(
                client, tiles.stream().map(tile -> new LogTile(logId, tile)).toList());
    }

    /** Stores tiles of any logs; those that are there already stay. */
    static Future<Void> insert(SqlClient client, List<LogTile> tiles) {
        if (tiles.isEmpty()) {
            return Future.succeededFuture();
        }
        return client.preparedQuery("insert into tile (log_id, level, number, hashes, root)"
                        + " select log_id, level::smallint, number, hashes, root"
                        + " from unnest($1::int[], $2::int[], $3::bigint[], $4::bytea[], $5::bytea[])"
                        + " as t (log_id, level, number, hashes, root) on conflict do nothing")
                .execute(Tuple.of(
                        tiles.stream().map(LogTile::logId).toArray(Integer[]::new),
                        tiles.stream().map(tile -> tile.tile().level()).toArray(Integer[]::new),
                        tiles.stream().map(tile -> tile.tile().number()).toArray(Long[]::new),
                        tiles.stream()
                                .map(tile -> Buffer.buffer(tile.tile().hashes()))
                                .toArray(Buffer[]::new),
                        tiles.stream()
                                .map(tile -> Buffer.buffer(tile.tile().root()))
                                .toArray(Buffer[]::new)))
                .mapEmpty();
    }

    /** The hashes of a full tile, if it is stored. */
    static Future<Optional<byte[]>> hashes(SqlClient client, int logId, int level, long number) {
        return client.preparedQuery("select hashes from tile where log_id = $1 and level = $2 and number = $3")
                .execute(Tuple.of(logId, level, number))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(row.getBuffer(0).getBytes());
                    }
                    return Optional.empty();
                });
    }

    /**
     * The roots of {@code count} neighbouring full tiles.
     *
     * @return fails with {@link BrokenLogException} when one is missing
     */
    static Future<List<byte[]>> roots(SqlClient client, int logId, int level, long first, int count) {
        return client.preparedQuery("select root from tile where log_id = $1 and level = $2"
                        + " and number >= $3 and number < $4 order by number")
                .execute(Tuple.of(logId, level, first, first + count))
                .map(rows -> {
                    var roots = new ArrayList<byte[]>(rows.size());
                    rows.forEach(row -> roots.add(row.getBuffer(0).getBytes()));
                    if (roots.size() != count) {
                        throw new BrokenLogException("a tile of level " + level + " after " + first + " is missing");
                    }
                    return roots;
                });
    }
}
