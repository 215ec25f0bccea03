// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Durability;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Has the server write its log to disk, over a connection and on a thread of its own, so that the next group is copied meanwhile.
 * The log is one, in the order of the commits: a commit that waits for it waits for all before. Who asks while that is
 * underway is served by the next one, together with all others. Thread-safe.
 */
public final class LogFlush implements Durability {
    private static final String THREAD = "deedbook-flush";
    /** Something in the log, as a commit of nothing waits for nothing; no table grows by it, and nobody reads it. */
    private static final String MESSAGE = "select pg_logical_emit_message(true, 'deedbook', '')";

    private static final long MILLIS_MAX = 8_000;

    private final Vertx vertx;
    private final ConnectionThread thread;

    // Mutable state, under the monitor.
    private @Nullable Promise<Void> next;
    private boolean busy;

    /** @param connection which is this one's alone from now on, and whose commits wait */
    public LogFlush(Vertx vertx, WriterConnection connection, Partitions partitions) {
        this.vertx = vertx;
        thread = new ConnectionThread(vertx, THREAD, connection, partitions);
    }

    @Override
    public Future<Void> reached(long millisMax) {
        return Future.fromCompletionStage(ask().toCompletionStage(), vertx.getOrCreateContext())
                .timeout(millisMax, TimeUnit.MILLISECONDS);
    }

    private synchronized Future<Void> ask() {
        if (next == null) {
            next = Promise.promise();
        }
        var asked = next.future();
        if (!busy) {
            begin(next);
        }
        return asked;
    }

    /** Under the monitor. */
    private void begin(Promise<Void> asked) {
        next = null;
        busy = true;
        thread.run(LongStream::empty, MILLIS_MAX, LogFlush::flush)
                .<Void>mapEmpty()
                .onComplete(done -> {
                    beginNext();
                    asked.handle(done);
                });
    }

    private synchronized void beginNext() {
        busy = false;
        if (next != null) {
            begin(next);
        }
    }

    private static boolean flush(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(MESSAGE)) {
            statement.execute();
            connection.commit();
        } catch (SQLException failure) {
            AppendTransaction.rollBack(connection, failure);
            throw failure;
        }
        return true;
    }

    /** Closes the connection after what is at work. */
    public Future<Void> close() {
        return thread.close();
    }
}
