// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.evidence.Rounds;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.summary.SummaryTable.DueLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up what was appended to all logs, a stretch at a time, behind the appends and never in their way. Several
 * collectors may run it on one database; each stretch is summed up by one of them. What is not summed up yet, readers
 * read. Thread-safe.
 */
public final class Summarizer {
    private static final Logger LOG = LoggerFactory.getLogger(Summarizer.class);
    private static final long INTERVAL_MILLIS = 1_000;
    /** Of one log in one round: four times what one collector appends in the time of one. */
    private static final int STRETCHES_MAX = 16;
    /** So long others have to say what they have counted: three of their rounds, unless these are long. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(3 * INTERVAL_MILLIS);

    private final Rounds rounds;
    private final SummaryTable table;
    private final LongSupplier clockNanos;
    private final AtomicLong lag = new AtomicLong();

    // Mutable state, owned by the rounds.
    private final SettledSizes settled = new SettledSizes(SETTLED_NANOS);
    private boolean failing;

    /**
     * @param admin connects as the owner of the schema
     * @param recent counts stretches of the same size
     */
    public Summarizer(Vertx vertx, Pool admin, Stretches stretches, RecentCounts recent, MeterRegistry registry) {
        this(vertx, admin, stretches, recent, registry, System::nanoTime);
    }

    Summarizer(
            Vertx vertx,
            Pool admin,
            Stretches stretches,
            RecentCounts recent,
            MeterRegistry registry,
            LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        rounds = new Rounds(vertx);
        table = new SummaryTable(admin, stretches, recent, registry);
        Gauge.builder("deedbook.summaries.lag", lag, AtomicLong::get)
                .description("Entries that are in no summary, of logs with enough of them for one")
                .register(registry);
    }

    /** Starts at the interval. */
    public void start() {
        // after a long round an equally long pause: what there was before the first start is summed up beside other
        // work
        rounds.start(
                INTERVAL_MILLIS,
                roundMillis -> Math.max(INTERVAL_MILLIS, roundMillis),
                () -> round(rounds::areRunning, settled::size).mapEmpty());
    }

    /** Stops after the stretch at work; completes also when the database is away, at the latest after five seconds. */
    public Future<Void> stop() {
        return rounds.stop(Future::succeededFuture);
    }

    /**
     * Sums up all that is whole by now, and all that is outdated, and waits for nobody; fails when that could not be
     * done for a log.
     */
    public Future<Void> runNow() {
        return rounds.run(() -> AsyncLoop.repeat(() -> round(() -> true, logId -> Long.MAX_VALUE)));
    }

    /** A round as there is one at the interval. */
    Future<Void> roundNow() {
        return rounds.run(() -> round(() -> true, settled::size).mapEmpty());
    }

    /** Whether to go on. */
    private interface Going {
        boolean on();
    }

    /**
     * Says whether something was summed up; fails when something could not be, after all else was.
     *
     * @param readTo up to which index a log is read where not everything was counted
     */
    private Future<Boolean> round(Going going, IntToLongFunction readTo) {
        var worked = new AtomicBoolean();
        var failure = new AtomicReference<@Nullable Throwable>();
        return table.database()
                .compose(database -> table.due().compose(due -> {
                    lag.set(due.stream().mapToLong(DueLog::behind).sum());
                    settled.note(due, clockNanos.getAsLong());
                    var logs = due.iterator();
                    return AsyncLoop.repeat(() -> logs.hasNext() && going.on()
                            ? log(logs.next(), database, readTo, going, worked)
                                    .onFailure(failure::set)
                                    .transform(done -> Future.succeededFuture(true))
                            : Future.succeededFuture(false));
                }))
                .compose(done -> table.deleteParts())
                .compose(done -> {
                    var cause = failure.get();
                    return cause == null ? Future.succeededFuture(worked.get()) : Future.<Boolean>failedFuture(cause);
                })
                .onComplete(done -> noteFailing(done.cause()));
    }

    private Future<Void> log(DueLog log, String database, IntToLongFunction readTo, Going going, AtomicBoolean worked) {
        var logReadTo = readTo.applyAsLong(log.logId());
        return table.begin(log)
                // what takes no reading; then what is left is for others to know, and they may have let know the rest
                .compose(begun -> steps(going, worked, () -> table.sumUpNext(log, database, 0)))
                .compose(done -> table.share(log, database))
                .compose(shared -> steps(going, worked, () -> table.sumUpNext(log, database, logReadTo)))
                .compose(done -> steps(going, worked, () -> table.sumUpAgain(log.logId())))
                .compose(done -> table.deletePruned(log.logId()));
    }

    private static Future<Void> steps(Going going, AtomicBoolean worked, Supplier<Future<Boolean>> step) {
        var done = new AtomicInteger();
        return AsyncLoop.repeat(() -> going.on() && done.getAndIncrement() < STRETCHES_MAX
                ? step.get().onSuccess(more -> {
                    if (more) {
                        worked.set(true);
                    }
                })
                : Future.succeededFuture(false));
    }

    private void noteFailing(@Nullable Throwable cause) {
        if (cause != null && !failing) {
            LOG.warn("Logs can't be summed up now, questions read more records. cause={}", Fault.describe(cause));
        } else if (cause == null && failing) {
            LOG.info("Logs are summed up again.");
        }
        failing = cause != null;
    }
}
