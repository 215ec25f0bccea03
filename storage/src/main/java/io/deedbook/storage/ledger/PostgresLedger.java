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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Appends to PostgreSQL on a thread of its own, over a connection of its own, because COPY, which the event loops'
 * client does not have, costs the server half of an insert. Groups that come while one is at work wait for it.
 */
public final class PostgresLedger implements Appending {
    private static final String THREAD = "deedbook-append";

    private final CommitListener listener;
    private final boolean looksBack;
    private final ConnectionThread thread;
    private final AppendTransaction transaction = new AppendTransaction();

    /** @param connection which is this ledger's alone from now on */
    public PostgresLedger(Vertx vertx, WriterConnection connection, Partitions partitions, CommitListener listener) {
        this(vertx, connection, partitions, listener, false);
    }

    private PostgresLedger(
            Vertx vertx,
            WriterConnection connection,
            Partitions partitions,
            CommitListener listener,
            boolean looksBack) {
        this.listener = listener;
        this.looksBack = looksBack;
        thread = new ConnectionThread(vertx, THREAD, connection, partitions);
    }

    /** For what comes out of the spool or a topic, where it may have been longer than receipts are kept. */
    public static PostgresLedger ofDrain(
            Vertx vertx, WriterConnection connection, Partitions partitions, CommitListener listener) {
        return new PostgresLedger(vertx, connection, partitions, listener, true);
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax) {
        return onConnection(group, millisMax, open -> looksBack ? appendUnknown(open, group) : append(open, group));
    }

    private List<AppendOutcome> append(Connection open, List<AppendRequest> group) throws SQLException {
        var outcomes = transaction.run(open, group);
        tell(group, outcomes);
        return outcomes;
    }

    private List<AppendOutcome> appendUnknown(Connection open, List<AppendRequest> group) throws SQLException {
        var before = StoredBefore.find(open, group, nowUnixNanos());
        open.rollback();
        var unknown = new ArrayList<AppendRequest>();
        for (var position = 0; position < group.size(); position++) {
            if (!before.containsKey(position)) {
                unknown.add(group.get(position));
            }
        }
        var appended = unknown.isEmpty()
                ? Collections.<AppendOutcome>emptyIterator()
                : append(open, unknown).iterator();
        var outcomes = new ArrayList<AppendOutcome>();
        for (var position = 0; position < group.size(); position++) {
            var receipt = before.get(position);
            outcomes.add(receipt == null ? appended.next() : new AppendOutcome.Stored(receipt));
        }
        return outcomes;
    }

    private static long nowUnixNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    @Override
    public Future<Void> tryOut(AppendRequest request, long millisMax) {
        var group = List.of(request);
        return onConnection(group, millisMax, open -> {
                    transaction.tryOut(open, group);
                    return true;
                })
                .mapEmpty();
    }

    private void tell(List<AppendRequest> group, List<AppendOutcome> outcomes) {
        for (var position = 0; position < outcomes.size(); position++) {
            if (outcomes.get(position) instanceof AppendOutcome.Stored stored
                    && !stored.receipt().duplicate()) {
                var request = group.get(position);
                listener.committed(request.tenant().id(), stored.receipt().firstIndex(), request.records());
            }
        }
    }

    /** Closes the connection after what is at work. */
    public Future<Void> close() {
        return thread.close();
    }

    private <T> Future<T> onConnection(List<AppendRequest> group, long millisMax, ConnectionThread.Work<T> work) {
        return thread.run(
                () -> group.stream()
                        .flatMap(request -> request.records().stream())
                        .mapToLong(SealedRecord::receivedUnixNanos),
                millisMax,
                work);
    }
}
