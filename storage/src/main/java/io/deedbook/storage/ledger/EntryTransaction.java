// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The transaction that appends entries of the server's own: change other tables ▸ lock the head ▸ look once more ▸ copy
 * the entries ▸ move the head ▸ COMMIT. Other tables come first, so that nobody waits for the head meanwhile. Blocks;
 * one thread at a time.
 */
final class EntryTransaction {
    private static final Ended ROLLED_BACK = new Ended(false, 0, List.of());

    private final AppendTransaction appending = new AppendTransaction();

    /**
     * What came of it.
     *
     * @param entries those that are in the log now
     */
    record Ended(boolean committed, long firstIndex, List<SealedRecord> entries) {}

    Ended run(Connection connection, int logId, EntryLedger.Work work) throws SQLException {
        try {
            var entries = work.prepare(connection);
            var ended = entries.isEmpty() ? new Ended(true, 0, entries) : append(connection, logId, entries, work);
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

    private Ended append(Connection connection, int logId, List<SealedRecord> entries, EntryLedger.Work work)
            throws SQLException {
        var heads = AppendTransaction.lockHeads(connection, logId);
        // a statement of its own, because it has to see what was committed while the first one waited for the lock
        if (!work.confirm(connection)) {
            return ROLLED_BACK;
        }
        var plan = new AppendPlan(heads, Map.of());
        plan.addOwn(logId, entries);
        appending.store(connection, plan);
        return new Ended(true, plan.placed().get(0).index(), entries);
    }
}
