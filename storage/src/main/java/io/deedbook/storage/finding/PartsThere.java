// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which parts of some records were there when they were read, to be asked again under the head lock whether they are. Parts
 * only ever go, so counting them suffices. Used by one write at a time.
 */
final class PartsThere {
    private static final String COUNT = "select "
            + PartColumns.ERASABLE.stream()
                    .map(part -> "count(" + PartColumns.salt(part) + ") as " + FindingDrafts.thereName(part))
                    .collect(Collectors.joining(", "))
            + " from record where log_id = $1 and idx = any($2::bigint[])"
            + " and received_unix_nanos >= $3 and received_unix_nanos <= $4";

    // Mutable state.
    private final Map<Part, Set<Long>> indexes = new EnumMap<>(Part.class);
    private final Set<Long> all = new TreeSet<>();
    private long receivedFrom = Long.MAX_VALUE;
    private long receivedTo = Long.MIN_VALUE;

    PartsThere() {
        PartColumns.ERASABLE.forEach(part -> indexes.put(part, new TreeSet<>()));
    }

    /** Notes a row that has its index, when it was received, and which parts are there. */
    void add(Row row) {
        var index = row.getLong("idx");
        var received = row.getLong("received_unix_nanos");
        all.add(index);
        receivedFrom = Math.min(receivedFrom, received);
        receivedTo = Math.max(receivedTo, received);
        indexes.forEach((part, there) -> {
            if (row.getBoolean(FindingDrafts.thereName(part))) {
                there.add(index);
            }
        });
    }

    /** Whether all of them are there still. */
    Future<Boolean> areThere(SqlConnection connection, int logId) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(logId, all.toArray(Long[]::new), receivedFrom, receivedTo))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return indexes.entrySet().stream()
                            .allMatch(part -> row.getLong(FindingDrafts.thereName(part.getKey()))
                                    == part.getValue().size());
                });
    }
}
