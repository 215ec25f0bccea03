// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Reads leaves as they were appended: the bytes that are hashed. */
final class Leaves {
    private Leaves() {}

    /**
     * The leaves of a tile of level 0, at most 256 and 16 MiB.
     *
     * @return fails with {@link BrokenLogException} when one is missing
     */
    static Future<List<byte[]>> read(SqlClient client, int logId, TilePath tile) {
        var first = tile.number() * TilePath.WIDTH_MAX;
        return client.preparedQuery(
                        "select idx, leaf from record where log_id = $1 and idx >= $2 and idx < $3 order by idx")
                .execute(Tuple.of(logId, first, first + tile.width()))
                .map(rows -> {
                    var leaves = new ArrayList<byte[]>(rows.size());
                    for (var row : rows) {
                        if (row.getLong(0) != first + leaves.size()) {
                            throw new BrokenLogException("record " + (first + leaves.size()) + " is missing");
                        }
                        leaves.add(row.getBuffer(1).getBytes());
                    }
                    if (leaves.size() != tile.width()) {
                        throw new BrokenLogException("record " + (first + leaves.size()) + " is missing");
                    }
                    return leaves;
                });
    }
}
