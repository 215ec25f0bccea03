// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Turn;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A JDBC connection and the thread that waits for its answers, so that no event loop does and none comes between two
 * statements. What comes while something is at work waits for it. Work that takes longer than it may is given up: it
 * does not begin any more, or loses its connection, so that nothing waits behind a server that is silent. Thread-safe.
 */
final class ConnectionThread {
    private static final long BLOCKED_MILLIS_MAX = 10_000;

    private final Vertx vertx;
    private final WriterConnection connection;
    private final Partitions partitions;
    private final WorkerExecutor thread;

    /** @param connection which is this thread's alone from now on */
    ConnectionThread(Vertx vertx, String name, WriterConnection connection, Partitions partitions) {
        this.vertx = vertx;
        this.connection = connection;
        this.partitions = partitions;
        thread = vertx.createSharedWorkerExecutor(
                name + '-' + System.identityHashCode(this), 1, BLOCKED_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    /** What is done with the connection; it ends its transactions itself. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Does {@code work}, once more where a partition turns out to be missing.
     *
     * @param receivedUnixNanos the times for which there have to be partitions
     * @param millisMax after which it counts as failed though nobody knows
     */
    <T> Future<T> run(Supplier<LongStream> receivedUnixNanos, long millisMax, Work<T> work) {
        return run(receivedUnixNanos, Lead.NOBODY, millisMax, work);
    }

    /**
     * Does the same behind a group.
     *
     * @param before without whose COMMIT it does not begin, and from whose end on the time counts: what waits behind
     *     another must not be given up because that one took long
     */
    <T> Future<T> run(Supplier<LongStream> receivedUnixNanos, Lead before, long millisMax, Work<T> work) {
        var turn = new Turn();
        var done = here(onPartitions(receivedUnixNanos, before, turn, work).recover(failure -> {
            if (!Fault.isPartitionMissing(failure)) {
                return Future.failedFuture(failure);
            }
            partitions.forget();
            return onPartitions(receivedUnixNanos, before, turn, work);
        }));
        return before.ended()
                .compose(ended -> done.timeout(millisMax, TimeUnit.MILLISECONDS))
                .onFailure(failed -> turn.giveUp(this::elsewhere));
    }

    private <T> Future<T> onPartitions(Supplier<LongStream> receivedUnixNanos, Lead before, Turn turn, Work<T> work) {
        return partitions
                .makeFor(receivedUnixNanos.get())
                .compose(made -> onThread(() -> {
                    before.checkCommitted();
                    return connection.with(turn, work::run);
                }));
    }

    /**
     * One at a time, as the thread is one; ordered by Vert.x it would wait for the other threads that its caller asks
     * too.
     */
    private <T> Future<T> onThread(Callable<T> work) {
        return thread.executeBlocking(work, false);
    }

    /** On the caller's event loop: otherwise a time limit is over on a thread that nobody knows. */
    private <T> Future<T> here(Future<T> future) {
        return Future.fromCompletionStage(future.toCompletionStage(), vertx.getOrCreateContext());
    }

    private void elsewhere(Runnable closing) {
        vertx.executeBlocking(
                () -> {
                    closing.run();
                    return null;
                },
                false);
    }

    /** Closes the connection after what is at work. */
    Future<Void> close() {
        return onThread(() -> {
                    connection.close();
                    return null;
                })
                .eventually(thread::close)
                .mapEmpty();
    }
}
