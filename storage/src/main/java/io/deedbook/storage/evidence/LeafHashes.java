// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Reads leaf hashes in the order of the log. */
final class LeafHashes {
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

    private static BrokenLogException missing(long index) {
        return new BrokenLogException("record " + index + " is missing or there twice");
    }
}
