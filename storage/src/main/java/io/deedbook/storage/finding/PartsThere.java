// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.sqlclient.Row;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Which parts of some records of one log or several were there when they were read, to be asked again under the head
 * locks whether they are. Parts only ever go, so counting them suffices. Used by one write at a time.
 */
final class PartsThere {
    private static final Map<RecordsByIndex, String> COUNT = new EnumMap<>(RecordsByIndex.class);

    static {
        var counts = PartColumns.ERASABLE.stream()
                .map(part -> "count(r." + PartColumns.salt(part) + ") as " + FindingDrafts.thereName(part))
                .collect(Collectors.joining(", "));
        var columns = PartColumns.ERASABLE.stream().map(PartColumns::salt).collect(Collectors.joining(", "));
        for (var way : RecordsByIndex.values()) {
            COUNT.put(
                    way,
                    "select " + counts + " from unnest(?::int[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])"
                            + " as f (log_id, first, last, received_from, received_to)"
                            // which says in which partitions
                            + way.clause(
                                    columns,
                                    "(?::bigint[])",
                                    " and received_unix_nanos between f.received_from and f.received_to"));
        }
    }

    // Mutable state.
    private final SortedMap<Integer, OfLog> logs = new TreeMap<>();

    /** Records of one log, when they were received, and how many of them have each part. */
    private static final class OfLog {
        private final Set<Long> indexes = new TreeSet<>();
        private final Map<Part, Integer> counts = new EnumMap<>(Part.class);
        private long receivedFrom = Long.MAX_VALUE;
        private long receivedTo = Long.MIN_VALUE;

        void add(Row row) {
            if (!indexes.add(row.getLong("idx"))) {
                return;
            }
            var received = row.getLong("received_unix_nanos");
            receivedFrom = Math.min(receivedFrom, received);
            receivedTo = Math.max(receivedTo, received);
            for (var part : PartColumns.ERASABLE) {
                if (row.getBoolean(FindingDrafts.thereName(part))) {
                    counts.merge(part, 1, Integer::sum);
                }
            }
        }
    }

    /** Notes a row that has its index, when it was received, and which parts are there. */
    void add(int logId, Row row) {
        logs.computeIfAbsent(logId, none -> new OfLog()).add(row);
    }

    /** Whether all of them are there still, as a transaction under the head locks sees it. Blocks. */
    boolean areThere(Connection connection) throws SQLException {
        return areThere(connection, RecordsByIndex.of(connection.getMetaData().getDatabaseMajorVersion()));
    }

    boolean areThere(Connection connection, RecordsByIndex way) throws SQLException {
        var indexes = new ArrayList<Long>();
        var firsts = new ArrayList<Integer>();
        var lasts = new ArrayList<Integer>();
        for (var log : logs.values()) {
            firsts.add(indexes.size() + 1);
            indexes.addAll(log.indexes);
            lasts.add(indexes.size());
        }
        try (var statement = connection.prepareStatement(Objects.requireNonNull(COUNT.get(way)))) {
            statement.setArray(1, array(connection, "int4", logs.keySet()));
            statement.setArray(2, array(connection, "int4", firsts));
            statement.setArray(3, array(connection, "int4", lasts));
            statement.setArray(4, array(connection, "int8", each(log -> log.receivedFrom)));
            statement.setArray(5, array(connection, "int8", each(log -> log.receivedTo)));
            statement.setArray(6, array(connection, "int8", indexes));
            try (var rows = statement.executeQuery()) {
                rows.next();
                for (var part : PartColumns.ERASABLE) {
                    var expected = logs.values().stream()
                            .mapToLong(log -> log.counts.getOrDefault(part, 0))
                            .sum();
                    if (rows.getLong(FindingDrafts.thereName(part)) != expected) {
                        return false;
                    }
                }
                return true;
            }
        }
    }

    private List<Long> each(ToLongFunction<OfLog> value) {
        return logs.values().stream().map(value::applyAsLong).toList();
    }

    private static Array array(Connection connection, String type, Collection<?> items) throws SQLException {
        return connection.createArrayOf(type, items.toArray());
    }
}
