// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.sqlclient.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which parts of some records were there when they were read, to be asked again under the head lock whether they are.
 * Parts only ever go, so counting them suffices. Used by one write at a time.
 */
final class PartsThere {
    private static final String COUNT = "select "
            + PartColumns.ERASABLE.stream()
                    .map(part -> "count(" + PartColumns.salt(part) + ") as " + FindingDrafts.thereName(part))
                    .collect(Collectors.joining(", "))
            + " from record where log_id = ? and idx = any(?) and idx >= ? and idx <= ?"
            + " and received_unix_nanos >= ? and received_unix_nanos <= ?";

    // Mutable state.
    private final Map<Part, Set<Long>> indexes = new EnumMap<>(Part.class);
    private final TreeSet<Long> all = new TreeSet<>();
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

    /** Whether all of them are there still, as a transaction under the head lock sees it. Blocks. */
    boolean areThere(Connection connection, int logId) throws SQLException {
        try (var statement = connection.prepareStatement(COUNT)) {
            statement.setInt(1, logId);
            statement.setArray(2, connection.createArrayOf("int8", all.toArray()));
            statement.setLong(3, all.isEmpty() ? 0 : all.first());
            statement.setLong(4, all.isEmpty() ? 0 : all.last());
            statement.setLong(5, receivedFrom);
            statement.setLong(6, receivedTo);
            try (var rows = statement.executeQuery()) {
                rows.next();
                for (var part : indexes.entrySet()) {
                    if (rows.getLong(FindingDrafts.thereName(part.getKey()))
                            != part.getValue().size()) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
