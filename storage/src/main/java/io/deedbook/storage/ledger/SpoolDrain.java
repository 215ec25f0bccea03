// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the ledger what waits in the spool, or another source, in order, one transaction at a time beside the
 * writer's own, over a connection that the writer does not wait for, and reads the next batch meanwhile. While the
 * database is away, its tries are what notices that it is back. Owned by one event loop.
 */
final class SpoolDrain {
    private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);
    private static final long TRANSACTION_MILLIS_MAX = 8_000;
    private static final long BUG_RETRY_MILLIS = 2_000;
    /** What waits in the spool waits for nobody's answer. */
    private static final long NEVER_LATE_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Vertx vertx;
    private final DrainSource spool;
    private final GroupWriter writer;
    private final Outage outage;
    private final long goodMillis;

    // Mutable state, owned by the writer's event loop.
    private final Promise<Void> idle = Promise.promise();
    private Promise<Void> caughtUp = Promise.promise();
    private Promise<Void> batchEnded = Promise.promise();
    private @Nullable Future<List<AppendRequest>> ahead;
    private Future<Void> noted = Future.succeededFuture();
    private boolean busy;
    private boolean stopping;
    private boolean stuck;
    private boolean unreadable;

    /** @param goodMillis a transaction that takes no longer shows that the database is back */
    SpoolDrain(Vertx vertx, DrainSource spool, GroupWriter writer, Outage outage, long goodMillis) {
        this.vertx = vertx;
        this.spool = spool;
        this.writer = writer;
        this.outage = outage;
        this.goodMillis = goodMillis;
    }

    /** Goes on until the spool is empty, unless it is at it already. */
    void start() {
        if (!busy && !stopping && !spool.isEmpty()) {
            busy = true;
            caughtUp = Promise.promise();
            step();
        }
    }

    /** Completes when the spool is empty, or when that will take longer because something is wrong. */
    Future<Void> caughtUp() {
        return busy ? caughtUp.future() : Future.succeededFuture();
    }

    /** Whether something is wrong that time alone does not mend, so that nobody should wait for it. */
    boolean isStuck() {
        return stuck || unreadable;
    }

    /** Completes when the next batch, or the one in flight, is in the ledger or could not be put there. */
    Future<Void> batchEnded() {
        return busy ? batchEnded.future() : Future.succeededFuture();
    }

    /** Stops after the transaction in flight, which may have no end: whoever waits needs a limit. */
    Future<Void> stop() {
        stopping = true;
        spool.stop();
        if (!busy) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private void step() {
        if (ahead == null && !noted.isComplete()) {
            // before that it is not known whether something waits
            noted.onComplete(done -> step());
            return;
        }
        if (stopping || (spool.isEmpty() && ahead == null)) {
            busy = false;
            caughtUp.tryComplete();
            endBatch();
            if (stopping) {
                idle.tryComplete();
            }
            return;
        }
        if (!outage.mayTry()) {
            later(Outage.RETRY_MILLIS);
            return;
        }
        var readAhead = ahead;
        ahead = null;
        var now = readAhead == null ? spool.next() : readAhead;
        now.onSuccess(batch -> unreadable = false)
                .compose(batch -> batch.isEmpty() ? reread(readAhead != null) : append(batch))
                .onComplete(done -> step(), failure -> {
                    unreadable = true;
                    log.error("The {} can't be read. cause={}", spool.name(), Fault.describe(failure));
                    later(BUG_RETRY_MILLIS);
                });
    }

    /** What was read ahead may have been read before more was there. */
    private Future<Void> reread(boolean wasAhead) {
        return wasAhead ? Future.succeededFuture() : pause(Outage.RETRY_MILLIS);
    }

    private void later(long millis) {
        pause(millis).onComplete(due -> step());
    }

    private Future<Void> pause(long millis) {
        return vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
    }

    /** Appends a batch, however long that takes; ends early when the drain stops, and then it stays in the spool. */
    private Future<Void> append(List<AppendRequest> batch) {
        if (ahead == null) {
            ahead = spool.next();
        }
        var deadlineNanos = System.nanoTime() + NEVER_LATE_NANOS;
        var appends = batch.stream()
                .map(request -> WaitingAppend.drained(request.until(deadlineNanos)))
                .toList();
        var started = System.nanoTime();
        return writer.write(appends, TRANSACTION_MILLIS_MAX)
                .onComplete(ended -> endBatch())
                .compose(
                        done -> {
                            succeeded(System.nanoTime() - started);
                            noted = spool.appended(batch, rejected(appends));
                            // the next transaction does not wait for a note about this one
                            return Future.succeededFuture();
                        },
                        failure -> again(batch, failure));
    }

    private void endBatch() {
        var ended = batchEnded;
        batchEnded = Promise.promise();
        ended.complete();
    }

    private void succeeded(long nanos) {
        stuck = false;
        if (nanos <= TimeUnit.MILLISECONDS.toNanos(goodMillis)) {
            outage.succeeded();
        }
    }

    private Future<Void> again(List<AppendRequest> batch, Throwable failure) {
        caughtUp.tryComplete();
        var away = Fault.of(failure) == Fault.AWAY;
        if (away) {
            outage.failed(failure, true);
        } else {
            stuck(failure);
        }
        if (stopping) {
            return Future.succeededFuture();
        }
        return pause(away ? Outage.RETRY_MILLIS : BUG_RETRY_MILLIS)
                .compose(due -> stopping ? Future.succeededFuture() : append(batch));
    }

    private void stuck(Throwable failure) {
        outage.succeeded();
        if (!stuck) {
            stuck = true;
            log.error(
                    "Records of the {} can't be stored. They stay in it and are tried again. cause={}",
                    spool.name(),
                    Fault.describe(failure));
        }
    }

    private static BitSet rejected(List<WaitingAppend> appends) {
        var rejected = new BitSet();
        for (var position = 0; position < appends.size(); position++) {
            if (appends.get(position).answer().failed()) {
                rejected.set(position);
            }
        }
        return rejected;
    }
}
