// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.sqlclient.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which parts of some records of one log or several were there when they were read, to be asked again under the head
 * locks whether they are. Parts only ever go, so counting them suffices. Used by one write at a time.
 */
final class PartsThere {
    // each by its primary key: the limit, or a plan of a time when a partition was empty may compare all records
    private static final String COUNT = "select "
            + PartColumns.ERASABLE.stream()
                    .map(part -> "count(r." + PartColumns.salt(part) + ") as " + FindingDrafts.thereName(part))
                    .collect(Collectors.joining(", "))
            + " from unnest(?::int[], ?::bigint[], ?::bigint[]) as f (log_id, at, received) cross join lateral (select "
            + PartColumns.ERASABLE.stream().map(PartColumns::salt).collect(Collectors.joining(", "))
            + " from record where log_id = f.log_id and idx = f.at"
            // which says in which partition
            + " and received_unix_nanos = f.received limit 1) as r";

    /** A record by its place. */
    private record Place(int logId, long index, long receivedUnixNanos) {}

    // Mutable state.
    private final Map<Part, Set<Place>> places = new EnumMap<>(Part.class);
    private final Set<Place> all = new LinkedHashSet<>();

    PartsThere() {
        PartColumns.ERASABLE.forEach(part -> places.put(part, new HashSet<>()));
    }

    /** Notes a row that has its index, when it was received, and which parts are there. */
    void add(int logId, Row row) {
        var place = new Place(logId, row.getLong("idx"), row.getLong("received_unix_nanos"));
        all.add(place);
        places.forEach((part, there) -> {
            if (row.getBoolean(FindingDrafts.thereName(part))) {
                there.add(place);
            }
        });
    }

    /** Whether all of them are there still, as a transaction under the head locks sees it. Blocks. */
    boolean areThere(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(COUNT)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", all.stream().map(Place::logId).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", all.stream().map(Place::index).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", all.stream().map(Place::receivedUnixNanos).toArray()));
            try (var rows = statement.executeQuery()) {
                rows.next();
                for (var part : places.entrySet()) {
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
