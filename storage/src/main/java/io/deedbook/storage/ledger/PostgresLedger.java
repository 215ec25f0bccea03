// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Appends to PostgreSQL on a thread of its own, over a connection of its own, because COPY, which the event loops'
 * client does not have, costs the server half of an insert. Groups that come while one is at work wait for it. Since
 * all wait for that thread, others make the rows that it sends, and tell what it has committed before that is answered.
 */
public final class PostgresLedger implements Appending {
    private static final long ROWS_HEAP_SHARE = 256;
    private static final long ROWS_BYTES_MAX = 4L << 20;

    private static final String THREAD = "deedbook-append";
    private static final String ROWS_THREAD = "deedbook-rows";
    private static final String TELLING_THREAD = "deedbook-told";

    private final CommitListener listener;
    private final boolean looksBack;
    private final ConnectionThread thread;
    private final WorkerExecutor rowsThread;
    private final WorkerExecutor tellingThread;
    private final long rowsBytesMax = rowsBytesMax(Runtime.getRuntime().maxMemory());
    private final RowMaker rowMaker = new RowMaker();
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
        // each one thread, so that what is given to it is done in order
        rowsThread = vertx.createSharedWorkerExecutor(ROWS_THREAD, 1);
        tellingThread = vertx.createSharedWorkerExecutor(TELLING_THREAD, 1);
    }

    /** For what comes out of the spool or a topic, where it may have been longer than receipts are kept. */
    public static PostgresLedger ofDrain(
            Vertx vertx, WriterConnection connection, Partitions partitions, CommitListener listener) {
        return new PostgresLedger(vertx, connection, partitions, listener, true);
    }

    /** The rows that a heap of {@code heapBytesMax} has made beforehand of a group: a 256th, 4 MiB at most. */
    public static long rowsBytesMax(long heapBytesMax) {
        return Math.min(ROWS_BYTES_MAX, heapBytesMax / ROWS_HEAP_SHARE);
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax, Lead before, Lead own) {
        var rows = rows(group);
        return onConnection(group, before, millisMax, open -> {
                    own.begin();
                    var outcomes =
                            looksBack ? appendUnknown(open, group, own) : transaction.run(open, group, rows, own);
                    own.committed();
                    // from here, so that it is done also where nobody waits for the answer any more
                    return tellingThread.executeBlocking(() -> tell(group, outcomes), false);
                })
                .compose(told -> told)
                .onComplete(ended -> rows.leave());
    }

    private GroupRows rows(List<AppendRequest> group) {
        var rows = new GroupRows(group, rowsBytesMax);
        if (looksBack) {
            rows.leave();
        } else {
            rowsThread
                    .executeBlocking(
                            () -> {
                                rows.make(rowMaker);
                                return null;
                            },
                            false)
                    .onFailure(failed -> rows.leave());
        }
        return rows;
    }

    private List<AppendOutcome> appendUnknown(Connection open, List<AppendRequest> group, Lead own)
            throws SQLException {
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
                : transaction.run(open, unknown, rows(unknown), own).iterator();
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
        return onConnection(group, Lead.NOBODY, millisMax, open -> {
                    transaction.tryOut(open, group);
                    return true;
                })
                .mapEmpty();
    }

    private List<AppendOutcome> tell(List<AppendRequest> group, List<AppendOutcome> outcomes) {
        for (var position = 0; position < outcomes.size(); position++) {
            if (outcomes.get(position) instanceof AppendOutcome.Stored stored
                    && !stored.receipt().duplicate()) {
                var request = group.get(position);
                listener.committed(request.tenant().id(), stored.receipt().firstIndex(), request.records());
            }
        }
        return outcomes;
    }

    /** Closes the connection after what is at work. */
    public Future<Void> close() {
        return thread.close().eventually(rowsThread::close).eventually(tellingThread::close);
    }

    private <T> Future<T> onConnection(
            List<AppendRequest> group, Lead before, long millisMax, ConnectionThread.Work<T> work) {
        return thread.run(
                () -> group.stream()
                        .flatMap(request -> request.records().stream())
                        .mapToLong(SealedRecord::receivedUnixNanos),
                before,
                millisMax,
                work);
    }
}
