// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The transaction that appends entries of the server's own to one log or several: change other tables ▸ lock the heads ▸
 * look once more ▸ copy the entries ▸ move the heads ▸ COMMIT. Other tables come first, so that nobody waits for a head
 * meanwhile. Blocks; one thread at a time.
 */
final class EntryTransaction {
    /**
     * So long the heads of several logs wait for one that somebody keeps, and with them who appends to these logs; what
     * is for one log waits longer.
     */
    private static final String LIMIT_WAITING = "set local lock_timeout = '500ms'";

    private static final Ended ROLLED_BACK = new Ended(false, List.of());

    private final AppendTransaction appending = new AppendTransaction();

    /** Entries that are in a log now, one after the other. */
    record Appended(int logId, long firstIndex, List<SealedRecord> entries) {}

    /** What came of it. */
    record Ended(boolean committed, List<Appended> appended) {}

    Ended run(Connection connection, EntryLedger.Work work) throws SQLException {
        try {
            var entries = new TreeMap<>(work.prepare(connection));
            entries.values().removeIf(List::isEmpty);
            var ended = entries.isEmpty() ? new Ended(true, List.of()) : append(connection, entries, work);
            if (ended.committed()) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return ended;
        } catch (SQLException | RuntimeException | Error failure) {
            AppendTransaction.rollBack(connection, failure);
            throw failure;
        }
    }

    private Ended append(Connection connection, SortedMap<Integer, List<SealedRecord>> entries, EntryLedger.Work work)
            throws SQLException {
        if (entries.size() > 1) {
            try (var statement = connection.createStatement()) {
                statement.execute(LIMIT_WAITING);
            }
        }
        var heads = AppendTransaction.lockHeads(connection, entries.keySet().toArray());
        // a statement of its own, because it has to see what was committed while the first one waited for the locks
        if (!work.confirm(connection)) {
            return ROLLED_BACK;
        }
        var plan = new AppendPlan(heads, Map.of());
        var appended = new ArrayList<Appended>();
        entries.forEach((logId, ofLog) -> appended.add(new Appended(logId, plan.addOwn(logId, ofLog), ofLog)));
        appending.store(connection, plan);
        return new Ended(true, appended);
    }
}
