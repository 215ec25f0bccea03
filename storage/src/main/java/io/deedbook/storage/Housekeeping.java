// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.storage.postgres.ClosedPartitions;
import io.deedbook.storage.postgres.EmptyPartitions;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.ReceiptCleaner;
import io.deedbook.storage.tenant.DashboardSessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done once an hour: partitions ahead of need and past it, receipts and sessions past theirs.
 * Thread-safe.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final long INTERVAL_MILLIS = Duration.ofHours(1).toMillis();
    private static final long STOP_MILLIS_MAX = 2_000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Partitions partitions;
    private final ClosedPartitions closedPartitions;
    private final EmptyPartitions emptyPartitions;
    private final ReceiptCleaner receipts;
    private final DashboardSessions sessions;
    private final BooleanSupplier spooling;
    private final AtomicLong timer = new AtomicLong(NO_TIMER);

    // Mutable state, written by the timer's event loop.
    private volatile Future<Void> round = Future.succeededFuture();

    /** @param spooling whether requests wait that may have been sent before: then their receipts are needed */
    Housekeeping(Vertx vertx, Pool admin, Partitions partitions, DashboardSessions sessions, BooleanSupplier spooling) {
        this.vertx = vertx;
        this.partitions = partitions;
        this.closedPartitions = new ClosedPartitions(admin);
        this.emptyPartitions = new EmptyPartitions(admin);
        this.receipts = new ReceiptCleaner(admin);
        this.sessions = sessions;
        this.spooling = spooling;
    }

    void start() {
        timer.set(vertx.setPeriodic(INTERVAL_MILLIS, tick -> {
            if (round.isComplete()) {
                round = run(Instant.now());
            }
        }));
    }

    /** Stops, after the round at work if that ends soon: each of its tasks may be cut off. */
    Future<Void> stop() {
        var id = timer.getAndSet(NO_TIMER);
        if (id != NO_TIMER) {
            vertx.cancelTimer(id);
        }
        return round.timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** One round; what fails is tried again an hour later, and never fails the round. */
    private Future<Void> run(Instant now) {
        return tolerated("partitions", partitions.makeAhead(now))
                .compose(done -> tolerated("closed partitions", closedPartitions.handOver(now)))
                .compose(done -> tolerated("empty partitions", emptyPartitions.remove(now)))
                .compose(done ->
                        spooling.getAsBoolean() ? Future.succeededFuture() : tolerated("receipts", receipts.clean(now)))
                .compose(done -> tolerated("sessions", sessions.purge()))
                // the last, because it may take as long as a statement may
                .compose(done -> tolerated("unfrozen partitions", closedPartitions.freezeLeft(now)));
    }

    private static Future<Void> tolerated(String task, Future<?> work) {
        return work.<Void>mapEmpty().recover(failure -> {
            log.warn("Housekeeping is put off by an hour. task={} cause={}", task, Fault.describe(failure));
            return Future.succeededFuture();
        });
    }
}
