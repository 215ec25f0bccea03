// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Finds requests that are in the ledger though it has forgotten their receipts: those of a COMMIT that succeeded unseen
 * when an outage began that lasted longer than receipts are kept, and what a topic shows again. Their records tell,
 * which have their ids and times since before that COMMIT; nobody else stores these. Blocks.
 */
final class StoredBefore {
    /** Receipts are kept for 24 h; the rest is for clocks that differ. */
    private static final long RECEIPTS_SURE_NANOS = TimeUnit.HOURS.toNanos(20);

    private static final String FIND =
            "select id, idx from record where log_id = ? and id = any(?) and received_unix_nanos between ? and ?";

    private StoredBefore() {}

    /** The receipts of those that are there, by their positions in {@code group}; asks only for what is old enough. */
    static Map<Integer, Receipt> find(Connection connection, List<AppendRequest> group, long nowUnixNanos)
            throws SQLException {
        var found = new HashMap<Integer, Receipt>();
        for (var position = 0; position < group.size(); position++) {
            var request = group.get(position);
            if (isForgotten(request, nowUnixNanos)) {
                var first = firstIndex(connection, request);
                if (first != Receipt.NOT_PLACED) {
                    found.put(position, new Receipt(first, request.records().size(), true));
                }
            }
        }
        return found;
    }

    private static boolean isForgotten(AppendRequest request, long nowUnixNanos) {
        // as receipts are: by the first record
        return request.records().get(0).receivedUnixNanos() < nowUnixNanos - RECEIPTS_SURE_NANOS;
    }

    /** From any of its records, because others may have gaps in their places, or be gone since. */
    private static long firstIndex(Connection connection, AppendRequest request) throws SQLException {
        var ids = request.records().stream().map(StoredBefore::id).toList();
        var received = request.records().stream()
                .mapToLong(SealedRecord::receivedUnixNanos)
                .summaryStatistics();
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setInt(1, request.tenant().id());
            statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            statement.setLong(3, received.getMin());
            statement.setLong(4, received.getMax());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(2) - ids.indexOf(rows.getObject(1, UUID.class)) : Receipt.NOT_PLACED;
            }
        }
    }

    private static UUID id(SealedRecord record) {
        var bytes = ByteBuffer.wrap(record.id());
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
