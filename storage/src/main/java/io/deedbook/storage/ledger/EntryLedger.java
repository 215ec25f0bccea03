// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Appends what the server itself puts on record again and again while records come, together with changes to other
 * tables; entries of several logs in one transaction. It holds the heads of the logs no longer than it takes to look once
 * more, copy, and commit, on a thread that does nothing else: exports wait for whoever has a head, and {@link OwnEntries}
 * leaves it locked across turns of an event loop that may be busy. Thread-safe.
 */
public final class EntryLedger {
    private static final String THREAD = "deedbook-entries";
    private static final long MILLIS_MAX = 8_000;

    private final CommitListener listener;
    private final ConnectionThread thread;
    private final EntryTransaction transaction = new EntryTransaction();

    /** @param connection which is this ledger's alone from now on */
    public EntryLedger(Vertx vertx, WriterConnection connection, Partitions partitions, CommitListener listener) {
        this.listener = listener;
        thread = new ConnectionThread(vertx, THREAD, connection, partitions);
    }

    /** What happens in the transaction, each on the thread of the ledger. What they throw rolls it back. */
    public interface Work {
        /**
         * Changes tables before any head is locked. Rows that it locks must never be waited for by whoever has a head:
         * the order of locks is in this package's description.
         *
         * @return the entries to append, by log; the head of a log without any is not touched
         */
        Map<Integer, List<SealedRecord>> prepare(Connection connection) throws SQLException;

        /**
         * Whether the entries may be appended as they are, as seen by whoever has the heads. Short: exports wait for it.
         */
        boolean confirm(Connection connection) throws SQLException;
    }

    /**
     * Does {@code work} and appends the entries that it gives, in one transaction.
     *
     * @param receivedUnixNanos when the entries say they were received; their partition is made when it is missing
     * @return true after COMMIT; false when they were not confirmed, and nothing was changed
     */
    public Future<Boolean> append(long receivedUnixNanos, Work work) {
        return thread.run(() -> LongStream.of(receivedUnixNanos), MILLIS_MAX, connection -> {
            var ended = transaction.run(connection, work);
            ended.appended().forEach(run -> listener.committed(run.logId(), run.firstIndex(), run.entries()));
            return ended.committed();
        });
    }

    /** Closes the connection after what is at work. */
    public Future<Void> close() {
        return thread.close();
    }
}
