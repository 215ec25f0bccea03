// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The hashes of entries that were removed whole, which their tiles keep. */
final class RemovedEntries {
    /** So few that their checkpoints fit into one page. */
    private static final int TILES_MAX = 3;

    private RemovedEntries() {}

    /** Up to where entries are gone by right: whole bundles, before the first record that is there. */
    static long end(Erased erased, long firstRecord, long headSize) {
        var end = Math.min(erased.removedMax(), Math.min(firstRecord, headSize));
        return end - end % TilePath.WIDTH_MAX;
    }

    /**
     * The hashes of the entries from {@code begin} on, not all of them; empty when the tile that has them is missing.
     */
    static Future<List<byte[]>> hashes(SqlClient client, int logId, long begin, long end) {
        return client.preparedQuery("select number, hashes from tile where log_id = $1 and level = 0"
                        + " and number >= $2 and number < $3 order by number limit " + TILES_MAX)
                .execute(Tuple.of(logId, begin / TilePath.WIDTH_MAX, end / TilePath.WIDTH_MAX))
                .map(rows -> {
                    var hashes = new ArrayList<byte[]>();
                    for (var row : rows) {
                        if (row.getLong(0) != (begin + hashes.size()) / TilePath.WIDTH_MAX) {
                            break;
                        }
                        var tile = row.getBuffer(1).getBytes();
                        // a page of records can have ended within a bundle
                        var skipped = hashes.isEmpty() ? (int) (begin % TilePath.WIDTH_MAX) : 0;
                        for (var at = skipped * TreeHasher.HASH_BYTES;
                                at + TreeHasher.HASH_BYTES <= tile.length;
                                at += TreeHasher.HASH_BYTES) {
                            hashes.add(Arrays.copyOfRange(tile, at, at + TreeHasher.HASH_BYTES));
                        }
                    }
                    return hashes;
                });
    }
}
