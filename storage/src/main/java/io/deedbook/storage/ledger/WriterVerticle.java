// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.bus.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers append requests over all tenants and commits them together. While one transaction is at work, the next group
 * gathers, and when that one has only its COMMIT left, it already waits behind it at the thread ({@link Lead}). There is
 * no artificial delay but where other collectors keep groups waiting ({@link Gathering}). One transaction is in flight at
 * a time, and where one is not committed, the group behind it does not begin before the requests in front are answered,
 * so that the order in which requests came is the order in which they are stored. While the database is away, requests go
 * to the spool ({@link GroupKeeper}), and {@link SpoolDrain} brings them back. Deployed once a process, on an event loop.
 */
public final class WriterVerticle extends VerticleBase {
    /** Where {@link AppendRequest}s are sent. */
    public static final String ADDRESS = "deedbook.writer";

    /** The most requests that wait; their bytes are bounded by the admission in front. */
    public static final int WAITING_MAX = 8_192;

    private static final int GROUP_RECORDS_MAX = 2_048;
    /** Less than a batch of the drain, so that the spool becomes empty however much comes. */
    private static final int GROUP_RECORDS_BEHIND_MAX = GROUP_RECORDS_MAX / 2;

    private static final long TRANSACTION_MILLIS_MAX = 8_000;
    private static final long STOP_MILLIS_MAX = 9_000;

    private final Bus bus;
    private final Spool spool;
    private final GroupWriter writer;
    private final GroupWriter drainWriter;
    private final long transactionMillisMax;
    private final WriterMetrics metrics;
    private final Outage outage = new Outage(System::nanoTime);
    private final Gathering gathering;

    // Mutable state, owned by the verticle's event loop.
    private final AppendQueue queue;
    private final Promise<Void> idle = Promise.promise();
    private @Nullable MessageConsumer<AppendRequest> consumer;
    private boolean busy;
    /** Groups that are not answered yet: one at work, and one behind it at most. */
    private int groupsUnderWay;
    /** Of the last of them. */
    private Lead last = Lead.NOBODY;
    /** Runs while requests gather. */
    private @Nullable Long timer;

    private boolean stopping;
    private @Nullable SpoolDrain drain;
    private @Nullable GroupKeeper keeper;

    /** Without a spool: what can't be stored is refused. */
    public WriterVerticle(Bus bus, PostgresLedger ledger, WriterMetrics metrics) {
        this(bus, (Appending) ledger, metrics);
    }

    /**
     * With a spool.
     *
     * @param drainLedger of another connection, for what comes out of the spool, so that neither waits for the other
     * @param spoolAfterMillis how long a transaction may take before its requests go to the spool
     */
    public WriterVerticle(
            Bus bus,
            PostgresLedger ledger,
            PostgresLedger drainLedger,
            WriterMetrics metrics,
            Spool spool,
            long spoolAfterMillis) {
        this(bus, (Appending) ledger, drainLedger, metrics, spool, spoolAfterMillis, new Gathering());
    }

    WriterVerticle(Bus bus, Appending ledger, WriterMetrics metrics) {
        this(bus, ledger, metrics, new Gathering());
    }

    WriterVerticle(Bus bus, Appending ledger, WriterMetrics metrics, Gathering gathering) {
        this(bus, ledger, ledger, metrics, Spool.none(), TRANSACTION_MILLIS_MAX, gathering);
    }

    private WriterVerticle(
            Bus bus,
            Appending ledger,
            Appending drainLedger,
            WriterMetrics metrics,
            Spool spool,
            long transactionMillisMax,
            Gathering gathering) {
        this.bus = bus;
        this.spool = spool;
        writer = new GroupWriter(ledger, metrics);
        drainWriter = new GroupWriter(drainLedger, metrics);
        this.transactionMillisMax = transactionMillisMax;
        this.metrics = metrics;
        this.gathering = gathering;
        queue = new AppendQueue(WAITING_MAX, metrics);
    }

    @Override
    public Future<?> start() {
        return spool.recover().compose(recovered -> {
            spool.onFound(drain()::start);
            drain().start();
            consumer = bus.answer(ADDRESS, this::append);
            return consumer.completion();
        });
    }

    /** Lets what waits finish within a deadline, and answers everything; what is in the spool stays there. */
    @Override
    public Future<?> stop() {
        stopping = true;
        var unregistered = consumer == null ? Future.<Void>succeededFuture() : consumer.unregister();
        completeIfIdle();
        return unregistered
                .transform(done -> here(Future.join(idle.future(), drain().stop()))
                        .timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS))
                .onFailure(late -> queue.refuseAll())
                .transform(done -> spool.close());
    }

    /** A time limit is over on the thread of the future, which for a plain one is none of ours. */
    private <T> Future<T> here(Future<T> future) {
        return Future.fromCompletionStage(future.toCompletionStage(), context);
    }

    private SpoolDrain drain() {
        if (drain == null) {
            drain = new SpoolDrain(vertx, spool, drainWriter, outage, transactionMillisMax);
        }
        return drain;
    }

    private GroupKeeper keeper() {
        if (keeper == null) {
            keeper = new GroupKeeper(context, writer, spool, drain(), outage, transactionMillisMax, metrics);
        }
        return keeper;
    }

    private Future<Receipt> append(AppendRequest request) {
        metrics.received();
        if (stopping) {
            return refused(AppendQueue.stopping());
        }
        if (queue.isFull()) {
            return refused(new Refusal(
                    Refusal.Reason.OVERLOADED, "The server has too much to write. Send the request again.", 2));
        }
        var append = new WaitingAppend(request);
        queue.add(append);
        if (!busy) {
            busy = true;
            // after the messages that have arrived already, which then go along
            context.runOnContext(ready -> writeNext());
        } else if (timer != null && queue.records() >= Gathering.RECORDS_ENOUGH) {
            writeGathered();
        }
        return append.answer();
    }

    private void writeNext() {
        if (outage.isAway() || spool.isEmpty() || !spool.isNearlyEmpty()) {
            gatherGroup();
            return;
        }
        // the last of the spool: who waits for it goes straight again, instead of into the spool for ever
        drain().caughtUp()
                .timeout(GroupKeeper.CATCH_UP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onComplete(caughtUp -> context.runOnContext(next -> writeGroup()));
    }

    /** Lets requests gather for a while where that is due, then writes them. */
    private void gatherGroup() {
        var millis = stopping ? 0 : gathering.millis(queue.records());
        if (millis == 0) {
            writeGroup();
        } else {
            timer = vertx.setTimer(millis, over -> writeGathered());
        }
    }

    private void writeGathered() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
            writeGroup();
        }
    }

    private void writeGroup() {
        var group = queue.nextGroup(keeper().isDraining() ? GROUP_RECORDS_BEHIND_MAX : GROUP_RECORDS_MAX);
        if (!group.isEmpty()) {
            start(group);
        } else if (groupsUnderWay == 0) {
            busy = false;
            completeIfIdle();
        }
    }

    private void start(List<WaitingAppend> group) {
        var before = groupsUnderWay == 0 ? Lead.NOBODY : last;
        var own = new Lead(() -> context.runOnContext(stored -> writeBehind()));
        last = own;
        groupsUnderWay++;
        keeper().keep(group, before, own).onComplete(done -> {
            own.end();
            context.runOnContext(next -> {
                gathering.waited(own.waitedNanos());
                ended();
            });
        });
    }

    private void ended() {
        groupsUnderWay--;
        if (groupsUnderWay == 0) {
            writeNext();
        } else {
            writeBehind();
        }
    }

    /**
     * Has what waits wait at the thread, behind a group that has only its COMMIT left. Not while anything is in the
     * spool or the database was away: where requests go then depends on what becomes of those in front; nor what should
     * gather.
     */
    private void writeBehind() {
        var mayWait = groupsUnderWay == 1 && last.isStored() && spool.isEmpty() && !outage.isAway();
        if (mayWait && gathering.millis(queue.records()) == 0) {
            writeGroup();
        }
    }

    private void completeIfIdle() {
        if (stopping && !busy) {
            idle.tryComplete();
        }
    }

    private Future<Receipt> refused(Refusal refusal) {
        metrics.refused(refusal.reason());
        return Future.failedFuture(refusal);
    }
}
