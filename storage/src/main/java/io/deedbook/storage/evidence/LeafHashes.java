// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.TilePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads leaf hashes in the order of the log. */
final class LeafHashes {
    /** Leaves read at a time: whole tiles of 256, and 256 KiB of hashes. */
    static final int CHUNK_LEAVES = 32 * TilePath.WIDTH_MAX;

    private static final String MISSING = "select m.log_id, r.idx, r.leaf_hash"
            + " from unnest($1::int[], $2::bigint[], $3::bigint[]) as m (log_id, read_from, read_to)"
            + " cross join lateral (select idx, leaf_hash from record"
            + " where log_id = m.log_id and idx >= m.read_from and idx < m.read_to"
            // by the index of each log and nothing else, whatever statistics say; one more, in case one is there twice
            + " order by idx limit m.read_to - m.read_from + 1) r order by 1, 2";

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

    /** Reads what is missing in several logs, none of them twice, in one statement. */
    static Future<Void> fill(SqlClient client, List<LeafGap> gaps) {
        var missing = gaps.stream().filter(gap -> gap.readFrom() < gap.readTo()).toList();
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        var byLog = missing.stream().collect(Collectors.toMap(LeafGap::logId, Function.identity()));
        return client.preparedQuery(MISSING)
                .execute(Tuple.of(
                        missing.stream().map(LeafGap::logId).toArray(Integer[]::new),
                        missing.stream().map(LeafGap::readFrom).toArray(Long[]::new),
                        missing.stream().map(LeafGap::readTo).toArray(Long[]::new)))
                .map(rows -> {
                    for (var row : rows) {
                        var gap = byLog.get(row.getInteger(0));
                        if (gap != null) {
                            gap.add(row.getLong(1), row.getBuffer(2).getBytes());
                        }
                    }
                    return null;
                });
    }

    private static BrokenLogException missing(long index) {
        return new BrokenLogException("record " + index + " is missing or there twice");
    }
}
