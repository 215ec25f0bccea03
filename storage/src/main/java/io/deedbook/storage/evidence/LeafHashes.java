// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads leaf hashes in the order of the log. */
final class LeafHashes {
    /** Leaves read at a time: whole tiles of 256, and 256 KiB of hashes. */
    static final int CHUNK_LEAVES = 32 * TilePath.WIDTH_MAX;

    private LeafHashes() {}

    /**
     * The hashes of the leaves from {@code begin} to {@code end}, exclusive; all in memory, so the caller asks for few.
     *
     * @return fails with {@link BrokenLogException} when one is missing
     */
    static Future<List<byte[]>> read(SqlClient client, int logId, long begin, long end) {
        if (begin == end) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(
                        "select idx, leaf_hash from record where log_id = $1 and idx >= $2 and idx < $3 order by idx")
                .execute(Tuple.of(logId, begin, end))
                .map(rows -> {
                    var hashes = new ArrayList<byte[]>(rows.size());
                    for (var row : rows) {
                        if (row.getLong(0) != begin + hashes.size()) {
                            throw missing(begin + hashes.size());
                        }
                        hashes.add(row.getBuffer(1).getBytes());
                    }
                    if (hashes.size() != end - begin) {
                        throw missing(begin + hashes.size());
                    }
                    return hashes;
                });
    }

    /**
     * The same, out of memory as far as it has them at both ends; what lies between is read.
     *
     * @return empty when more would have to be read than {@code leavesMax}; fails with {@link BrokenLogException} when
     *     one is missing
     */
    static Future<Optional<List<byte[]>>> read(
            SqlClient client, RecentHashes recent, int logId, long begin, long end, long leavesMax) {
        var hashes = new ArrayList<>(recent.range(logId, begin, end));
        var readFrom = begin + hashes.size();
        var readTo = recent.heldFrom(logId, readFrom, end);
        var held = recent.range(logId, readTo, end);
        if (readTo - readFrom > leavesMax || held.size() != end - readTo) {
            return Future.succeededFuture(Optional.empty());
        }
        return read(client, logId, readFrom, readTo).map(read -> {
            hashes.addAll(read);
            hashes.addAll(held);
            return Optional.of(hashes);
        });
    }

    private static BrokenLogException missing(long index) {
        return new BrokenLogException("record " + index + " is missing or there twice");
    }
}
