// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
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
 * Gathers append requests over all tenants and commits them together. There is no artificial delay: while one transaction
 * commits, the next group gathers. One transaction is in flight at a time, so that the order in which requests came is the
 * order in which they are stored. Deployed once a process, on an event loop.
 */
public final class WriterVerticle extends VerticleBase {
    /** Where {@link AppendRequest}s are sent. */
    public static final String ADDRESS = "deedbook.writer";

    /** The most requests that wait; their bytes are bounded by the admission in front. */
    public static final int WAITING_MAX = 8_192;

    private static final Logger log = LoggerFactory.getLogger(WriterVerticle.class);
    private static final int GROUP_RECORDS_MAX = 4_096;
    public static final long GROUP_BYTES_MAX = 16L << 20;
    private static final long TRANSACTION_MILLIS_MAX = 8_000;
    private static final long STOP_MILLIS_MAX = 9_000;

    private final Bus bus;
    private final Appending ledger;
    private final Gaps gaps;
    private final WriterMetrics metrics;

    // Mutable state, owned by the verticle's event loop.
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private final Promise<Void> idle = Promise.promise();
    private @Nullable MessageConsumer<AppendRequest> consumer;
    private boolean busy;
    private boolean stopping;
    private boolean databaseAway;

    public WriterVerticle(Bus bus, PostgresLedger ledger, WriterMetrics metrics) {
        this(bus, (Appending) ledger, metrics);
    }

    WriterVerticle(Bus bus, Appending ledger, WriterMetrics metrics) {
        this.bus = bus;
        this.ledger = ledger;
        gaps = new Gaps(ledger, new Sealer());
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        consumer = bus.answer(ADDRESS, this::append);
        return consumer.completion();
    }

    /** Lets what waits finish within a deadline, and answers everything. */
    @Override
    public Future<?> stop() {
        stopping = true;
        var unregistered = consumer == null ? Future.<Void>succeededFuture() : consumer.unregister();
        completeIfIdle();
        return unregistered
                .transform(done -> idle.future().timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS))
                .onFailure(late -> refuseAll())
                .otherwiseEmpty();
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
        var group = nextGroup();
        metrics.waiting(waiting.size());
        if (group.isEmpty()) {
            busy = false;
            completeIfIdle();
            return;
        }
        write(group).onComplete(done -> context.runOnContext(next -> writeNext()));
    }

    private List<WaitingAppend> nextGroup() {
        var group = new ArrayList<WaitingAppend>();
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
            if (!group.isEmpty() && (records > GROUP_RECORDS_MAX || bytes > GROUP_BYTES_MAX)) {
                break;
            }
            group.add(waiting.remove());
        }
        return group;
    }

    /** Writes a group and answers each of its requests; the future only says when, and never fails. */
    private Future<Void> write(List<WaitingAppend> group) {
        var started = System.nanoTime();
        // composed, so that what is thrown is a failure too: otherwise nothing would ever be written again
        return Future.succeededFuture(group.stream().map(WaitingAppend::request).toList())
                .compose(ledger::append)
                .timeout(TRANSACTION_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .compose(
                        outcomes -> {
                            reachable();
                            metrics.committed(records(group), System.nanoTime() - started);
                            answer(group, outcomes);
                            return Future.succeededFuture();
                        },
                        failure -> recover(group, failure));
    }

    private void answer(List<WaitingAppend> group, List<AppendOutcome> outcomes) {
        for (var position = 0; position < group.size(); position++) {
            group.get(position).answer(outcomes.get(position), metrics);
        }
    }

    /**
     * Halves a group that failed for its data until the guilty request is alone, so that the innocent are stored; then an entry
     * is stored in the place of each guilty record.
     */
    private Future<Void> recover(List<WaitingAppend> group, Throwable failure) {
        var fault = Fault.of(failure);
        if (fault == Fault.DATA && group.size() > 1) {
            var half = group.size() / 2;
            return write(group.subList(0, half)).compose(done -> write(group.subList(half, group.size())));
        }
        if (fault == Fault.DATA && !group.get(0).isLastTry()) {
            return writeWithGaps(group.get(0), failure);
        }
        if (fault == Fault.AWAY) {
            unreachable(failure);
        }
        if (fault != Fault.AWAY) {
            log.error(
                    "Records could not be stored. requests={} fault={} cause={}",
                    group.size(),
                    fault,
                    Fault.describe(failure));
        }
        var refusal = fault == Fault.AWAY
                ? Fault.away()
                : new Refusal(Refusal.Reason.BUG, "The records could not be stored. Send the request again.", 2);
        group.forEach(append -> append.refuse(refusal, metrics));
        return Future.succeededFuture();
    }

    private Future<Void> writeWithGaps(WaitingAppend append, Throwable failure) {
        return gaps.fill(append.request())
                .compose(
                        filled -> {
                            log.error(
                                    "Records could not be stored. Entries of kind gap take the places of those refused again."
                                            + " gaps={} cause={}",
                                    filled.count(),
                                    Fault.describe(failure));
                            return write(List.of(append.filled(filled)));
                        },
                        searched -> recover(List.of(append.unfilled()), searched));
    }

    private static int records(List<WaitingAppend> group) {
        return group.stream().mapToInt(WaitingAppend::records).sum();
    }

    private void reachable() {
        if (databaseAway) {
            databaseAway = false;
            log.info("The database is back. Records are being stored again.");
        }
    }

    private void unreachable(Throwable failure) {
        if (!databaseAway) {
            databaseAway = true;
            log.warn("The database is away. Requests are refused until it is back. cause={}", Fault.describe(failure));
        }
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
