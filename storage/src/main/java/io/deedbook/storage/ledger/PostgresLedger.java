// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Appends to PostgreSQL on a thread of its own, over a connection of its own, because COPY, which the event loops' client does
 * not have, costs the server half of an insert. Groups that come while one is at work wait for it.
 */
public final class PostgresLedger implements Appending {
    private static final String THREAD = "deedbook-append";
    private static final long BLOCKED_MILLIS_MAX = 10_000;

    private final Partitions partitions;
    private final WriterConnection connection;
    private final CommitListener listener;
    private final WorkerExecutor thread;
    private final AppendTransaction transaction = new AppendTransaction();

    /** @param connection which is this ledger's alone from now on */
    public PostgresLedger(Vertx vertx, WriterConnection connection, Partitions partitions, CommitListener listener) {
        this.partitions = partitions;
        this.connection = connection;
        this.listener = listener;
        thread = vertx.createSharedWorkerExecutor(
                THREAD + '-' + System.identityHashCode(this), 1, BLOCKED_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group) {
        return onConnection(group, open -> {
            var outcomes = transaction.run(open, group);
            tell(group, outcomes);
            return outcomes;
        });
    }

    @Override
    public Future<Void> tryOut(AppendRequest request) {
        var group = List.of(request);
        return onConnection(group, open -> {
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
        return thread.executeBlocking(() -> {
                    connection.close();
                    return null;
                })
                .eventually(thread::close)
                .mapEmpty();
    }

    private <T> Future<T> onConnection(List<AppendRequest> group, Work<T> work) {
        return onPartitions(group, work).recover(failure -> {
            if (!Fault.isPartitionMissing(failure)) {
                return Future.failedFuture(failure);
            }
            partitions.forget();
            return onPartitions(group, work);
        });
    }

    private <T> Future<T> onPartitions(List<AppendRequest> group, Work<T> work) {
        return partitions
                .makeFor(group.stream()
                        .flatMap(request -> request.records().stream())
                        .mapToLong(SealedRecord::receivedUnixNanos))
                .compose(made -> thread.executeBlocking(() -> connection.with(work::run)));
    }
}
