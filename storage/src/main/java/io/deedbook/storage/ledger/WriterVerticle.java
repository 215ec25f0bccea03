// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers append requests over all tenants and commits them together. There is no artificial delay: while one
 * transaction is at work, the next group gathers, and when that one has only its COMMIT left, it already waits behind
 * it at the thread ({@link Lead}). One transaction is in flight at a time, and where one is not committed, the group
 * behind it does not begin before the requests in front are answered, so that the order in which requests came is the
 * order in which they are stored. While the database is away, requests go to the spool, and {@link SpoolDrain} brings
 * them back. Deployed once a process, on an event loop.
 */
public final class WriterVerticle extends VerticleBase {
    /** Where {@link AppendRequest}s are sent. */
    public static final String ADDRESS = "deedbook.writer";

    /** The most requests that wait; their bytes are bounded by the admission in front. */
    public static final int WAITING_MAX = 8_192;

    private static final Logger log = LoggerFactory.getLogger(WriterVerticle.class);
    private static final int GROUP_RECORDS_MAX = 2_048;
    /** Less than a batch of the drain, so that the spool becomes empty however much comes. */
    private static final int GROUP_RECORDS_BEHIND_MAX = GROUP_RECORDS_MAX / 2;

    private static final long GROUP_BYTES_MAX = 16L << 20;
    private static final long TRANSACTION_MILLIS_MAX = 8_000;
    private static final long CATCH_UP_MILLIS_MAX = 1_000;
    private static final long STOP_MILLIS_MAX = 9_000;

    private final Bus bus;
    private final Spool spool;
    private final GroupWriter writer;
    private final GroupWriter drainWriter;
    private final long transactionMillisMax;
    private final WriterMetrics metrics;
    private final Outage outage = new Outage(System::nanoTime);

    // Mutable state, owned by the verticle's event loop.
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private final Promise<Void> idle = Promise.promise();
    private @Nullable MessageConsumer<AppendRequest> consumer;
    private boolean busy;
    /** Groups that are not answered yet: one at work, and one behind it at most. */
    private int groupsUnderWay;
    /** Of the last of them. */
    private Lead last = Lead.NOBODY;

    private boolean stopping;
    private @Nullable SpoolDrain drain;

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
        this(bus, (Appending) ledger, drainLedger, metrics, spool, spoolAfterMillis);
    }

    WriterVerticle(Bus bus, Appending ledger, WriterMetrics metrics) {
        this(bus, ledger, ledger, metrics, Spool.none(), TRANSACTION_MILLIS_MAX);
    }

    private WriterVerticle(
            Bus bus,
            Appending ledger,
            Appending drainLedger,
            WriterMetrics metrics,
            Spool spool,
            long transactionMillisMax) {
        this.bus = bus;
        this.spool = spool;
        writer = new GroupWriter(ledger, metrics);
        drainWriter = new GroupWriter(drainLedger, metrics);
        this.transactionMillisMax = transactionMillisMax;
        this.metrics = metrics;
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
                .onFailure(late -> refuseAll())
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

    private Future<Receipt> append(AppendRequest request) {
        metrics.received();
        if (stopping) {
            return refused(tooLate("The server is stopping. Send the request again."));
        }
        if (waiting.size() >= WAITING_MAX) {
            return refused(new Refusal(
                    Refusal.Reason.OVERLOADED, "The server has too much to write. Send the request again.", 2));
        }
        var append = new WaitingAppend(request);
        waiting.add(append);
        metrics.waiting(waiting.size());
        if (!busy) {
            busy = true;
            // after the messages that have arrived already, which then go along
            context.runOnContext(ready -> writeNext());
        }
        return append.answer();
    }

    private void writeNext() {
        if (outage.isAway() || spool.isEmpty() || !spool.isNearlyEmpty()) {
            writeGroup();
            return;
        }
        // the last of the spool: who waits for it goes straight again, instead of into the spool for ever
        drain().caughtUp()
                .timeout(CATCH_UP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onComplete(caughtUp -> context.runOnContext(next -> writeGroup()));
    }

    private void writeGroup() {
        var group = nextGroup();
        metrics.waiting(waiting.size());
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
        write(group, before, own).onComplete(done -> {
            own.end();
            context.runOnContext(next -> ended());
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
     * spool or the database was away: where requests go then depends on what becomes of those in front.
     */
    private void writeBehind() {
        if (groupsUnderWay == 1 && last.isStored() && spool.isEmpty() && !outage.isAway()) {
            writeGroup();
        }
    }

    private List<WaitingAppend> nextGroup() {
        var group = new ArrayList<WaitingAppend>();
        var recordsMax = isDraining() ? GROUP_RECORDS_BEHIND_MAX : GROUP_RECORDS_MAX;
        var records = 0;
        var bytes = 0L;
        while (!waiting.isEmpty()) {
            var next = waiting.peek();
            if (next.isLate(System.nanoTime())) {
                waiting.remove().refuse(tooLate("The server was too slow. Send the request again."), metrics);
                continue;
            }
            records += next.records();
            bytes += next.bytes();
            if (!group.isEmpty() && (records > recordsMax || bytes > GROUP_BYTES_MAX)) {
                break;
            }
            group.add(waiting.remove());
        }
        return group;
    }

    /** Keeps a group here or there and answers each of its requests; the future only says when, and never fails. */
    private Future<Void> write(List<WaitingAppend> group, Lead before, Lead own) {
        var straight = new ArrayList<WaitingAppend>();
        var behind = new ArrayList<WaitingAppend>();
        for (var append : group) {
            if (!append.needsPlace() && spool.contains(append.request())) {
                append.complete(Receipt.spooled(append.records(), true), metrics);
            } else if (goesBehind(append)) {
                behind.add(append);
            } else if (isKnownAway()) {
                append.refuse(Fault.away(), metrics);
            } else {
                straight.add(append);
            }
        }
        // no group comes before what is on its way into the spool
        var heard = behind.isEmpty() ? own : Lead.unheard();
        return Future.join(writeStraight(straight, before, heard), spoolAtPace(behind))
                .transform(done -> Future.succeededFuture());
    }

    /**
     * Puts into the spool what waits for others there, no faster than the spool is emptied: writing to it costs less
     * than to the ledger, so a tenant that never pauses would never come out of it.
     */
    private Future<Void> spoolAtPace(List<WaitingAppend> group) {
        if (group.isEmpty() || !isDraining()) {
            return spool(group);
        }
        return here(drain().batchEnded())
                .timeout(CATCH_UP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .transform(ended -> spool(group));
    }

    /** Whether the spool is being emptied, as far as one knows. */
    private boolean isDraining() {
        return !outage.isAway() && !spool.isEmpty() && !drain().isStuck();
    }

    /**
     * Whether a request goes to the spool: while the database is away, and where others of its log wait there, so that
     * they stay in order. When the spool is half full its room matters more than the order.
     */
    private boolean goesBehind(WaitingAppend append) {
        return !append.needsPlace()
                && spool.isOpen()
                && (isKnownAway() || (spool.holds(append.request().tenant().id()) && !spool.isHalfFull()));
    }

    /** Whether nobody should wait for the database: the drain tries it, or it was tried just now. */
    private boolean isKnownAway() {
        var spooling = spool.isOpen() || !spool.isEmpty();
        return spooling && outage.isAway() && (!spool.isEmpty() || !outage.mayTry());
    }

    private Future<Void> writeStraight(List<WaitingAppend> group, Lead before, Lead own) {
        if (group.isEmpty()) {
            return Future.succeededFuture();
        }
        return writer.write(group, transactionMillisMax, before, own)
                .compose(
                        done -> {
                            outage.succeeded();
                            return Future.succeededFuture();
                        },
                        failure -> failure instanceof NotBegunException
                                // its turn is now, wherever those in front went
                                ? write(group, Lead.NOBODY, own)
                                : failed(
                                        group.stream()
                                                .filter(append -> !append.isAnswered())
                                                .toList(),
                                        failure));
    }

    private Future<Void> failed(List<WaitingAppend> group, Throwable failure) {
        var fault = Fault.of(failure);
        if (fault != Fault.AWAY) {
            log.error(
                    "Records could not be stored. requests={} fault={} cause={}",
                    group.size(),
                    fault,
                    Fault.describe(failure));
            group.forEach(append -> append.refuse(GroupWriter.bug(), metrics));
            return Future.succeededFuture();
        }
        outage.failed(failure, spool.isOpen());
        group.stream().filter(WaitingAppend::needsPlace).forEach(append -> append.refuse(Fault.away(), metrics));
        return spool(group.stream().filter(append -> !append.needsPlace()).toList());
    }

    private Future<Void> spool(List<WaitingAppend> group) {
        if (group.isEmpty()) {
            return Future.succeededFuture();
        }
        return spool.append(group.stream().map(WaitingAppend::request).toList()).map(taken -> {
            for (var position = 0; position < group.size(); position++) {
                var append = group.get(position);
                if (taken.get(position)) {
                    append.complete(Receipt.spooled(append.records(), false), metrics);
                } else {
                    append.refuse(Fault.away(), metrics);
                }
            }
            drain().start();
            return null;
        });
    }

    private void refuseAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().refuse(tooLate("The server is stopping. Send the request again."), metrics);
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

    private static Refusal tooLate(String message) {
        return new Refusal(Refusal.Reason.TOO_LATE, message, 1);
    }
}
