// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.finding.FindingCursors.DueLog;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the records of all logs as they are stored, and puts what it finds on record. Several collectors may run it on one
 * database: each log has one holder at a time, whose state is in memory and can be rebuilt from the records. It never gets in
 * the way of appends but for the moment in which a finding is appended itself. Thread-safe.
 */
public final class FindingEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(FindingEvaluator.class);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Pages of one log in one round, so that no log keeps the others waiting. */
    private static final int PAGES_MAX = 25;
    /** Conclusions of one page that are stored; a log of which more is found is being made to say so. */
    private static final int CONCLUSIONS_MAX = 10_000;
    /** Of these in one transaction, because exports of the tenant wait for it. */
    private static final int CONCLUSIONS_AT_ONCE_MAX = 500;
    /** What was received so long ago is stored, or never will be: appends take no longer. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long STOP_MILLIS_MAX = 5_000;

    /** The longest pause that a long round is followed by, unless the interval is longer. */
    private static final long LONG_PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final Pool reader;
    private final RecentRecords recent;
    private final Function<Tenant, Future<CorrelationSet>> correlations;
    private final FindingOptions options;
    private final FindingCursors cursors;
    private final EventBudget budget = EventBudget.ofHeap();
    private final FindingMetrics metrics;
    private final FindingWriter writer;

    // Mutable state, owned by the context.
    private final Map<Integer, LogState> states = new HashMap<>();
    private Future<Void> last = Future.succeededFuture();
    private long lastRoundMillis;
    private boolean running;
    private boolean failing;
    private boolean dropping;
    private long forgotten;

    /**
     * @param admin connects as the owner of the schema
     * @param recent what this process committed; what is not there is read
     * @param correlations those of a tenant; asked each round, so it had better know them
     */
    public FindingEvaluator(
            Vertx vertx,
            Pool admin,
            Pool reader,
            RecentRecords recent,
            OwnEntries entries,
            Function<Tenant, Future<CorrelationSet>> correlations,
            MeterRegistry registry,
            FindingOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.reader = reader;
        this.recent = recent;
        this.correlations = correlations;
        this.options = options;
        metrics = new FindingMetrics(registry, budget);
        cursors = new FindingCursors(admin, UUID.randomUUID().toString(), options.lease());
        writer = new FindingWriter(admin, reader, entries, cursors, metrics);
    }

    /** Starts evaluating at the interval. */
    public void start() {
        context.runOnContext(started -> {
            running = true;
            scheduleNext();
        });
    }

    /**
     * Stops after the round at work, and lets other collectors have the logs.
     *
     * @return completes also when the database is away, at the latest after five seconds
     */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(asked -> {
            running = false;
            last = last.transform(before -> {
                states.values().forEach(LogState::released);
                return cursors.release();
            });
            last.timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .otherwiseEmpty()
                    .onComplete(stopped);
        });
        return stopped.future();
    }

    /** Evaluates what is stored by now; fails when that could not be done for a log that no other collector holds. */
    public Future<Void> evaluateNow() {
        var evaluated = Promise.<Void>promise();
        context.runOnContext(asked -> {
            last = last.transform(before -> round());
            last.onComplete(evaluated);
        });
        return evaluated.future();
    }

    /** After a long round a longer pause, so that many logs are not looked at as often as one. */
    private void scheduleNext() {
        var pauseMillis = Math.max(options.interval().toMillis(), Math.min(lastRoundMillis, LONG_PAUSE_MILLIS));
        vertx.setTimer(pauseMillis, fired -> {
            if (running) {
                last = last.transform(before -> round());
                last.onComplete(done -> scheduleNext());
            }
        });
    }

    private Future<Void> round() {
        var now = options.clockUnixNanos().getAsLong();
        var failures = new ArrayList<Throwable>();
        var lag = new long[1];
        var startNanos = System.nanoTime();
        return cursors.due(now - SETTLED_NANOS)
                .compose(due -> {
                    var logs = due.iterator();
                    return AsyncLoop.repeat(() -> {
                        if (!logs.hasNext()) {
                            return Future.succeededFuture(false);
                        }
                        var log = logs.next();
                        return evaluate(log, now)
                                .onSuccess(left -> lag[0] += left)
                                .onFailure(failures::add)
                                .transform(done -> Future.succeededFuture(true));
                    });
                })
                .compose(done -> failures.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(failures.get(0)))
                .onComplete(done -> {
                    lastRoundMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                    metrics.lag(lag[0]);
                    noteLimits();
                    noteFailing(done.failed() ? done.cause() : null);
                });
    }

    /** Evaluates one log, and says how many of its records are left for the next round. */
    private Future<Long> evaluate(DueLog log, long now) {
        var logId = log.tenant().id();
        return held(logId)
                .compose(held -> {
                    if (held.isEmpty()) {
                        forget(logId);
                        return Future.succeededFuture(0L);
                    }
                    return state(log.tenant(), held.get(), now).compose(state -> pages(log, state, now));
                })
                .recover(failure -> {
                    // what is in memory may be ahead of what is stored
                    forget(logId);
                    return failure instanceof LeaseLostException
                            ? Future.succeededFuture(0L)
                            : Future.failedFuture(failure);
                });
    }

    /** Where a log stands; the database is not asked while a lease is young, since it moves no cursor that another holds. */
    private Future<Optional<Position>> held(int logId) {
        var known = states.get(logId);
        return known != null && known.isHeld(System.nanoTime())
                ? Future.succeededFuture(Optional.of(known.position()))
                : cursors.acquire(logId);
    }

    private Future<LogState> state(Tenant tenant, Position position, long now) {
        return correlations.apply(tenant).compose(set -> {
            var known = states.get(tenant.id());
            if (known != null && known.continuesAt(position, set)) {
                return Future.succeededFuture(known);
            }
            forget(tenant.id());
            var state = new LogState(vertx, reader, recent, tenant.id(), set, budget, position);
            states.put(tenant.id(), state);
            recent.want(tenant.id(), set.columns(), position.nextIndex());
            return state.rebuild(now, () -> cursors.keep(tenant.id())).map(whole -> {
                if (!whole) {
                    metrics.rebuiltShort();
                    LOG.warn(
                            "Windows that were open at the start reach back further than records are read again."
                                    + " log={} records={}",
                            tenant.id(),
                            LogState.REBUILD_RECORDS_MAX);
                }
                return state;
            });
        });
    }

    private void forget(int logId) {
        var state = states.remove(logId);
        recent.forget(logId);
        if (state != null) {
            state.evaluation().close();
        }
    }

    private Future<Long> pages(DueLog log, LogState state, long now) {
        var pages = new int[1];
        return AsyncLoop.repeat(() -> page(log, state, now).map(more -> more && ++pages[0] < PAGES_MAX))
                .map(done -> Math.max(0, log.size() - state.position().nextIndex()));
    }

    /** Evaluates a page of records, or what falls due where there are none left; says whether there is more. */
    private Future<Boolean> page(DueLog log, LogState state, long now) {
        return state.next(log.size())
                .compose(records -> state.recall(records)
                        .compose(recalled -> conclude(state, records, clock(state, records, log, now)))
                        .compose(conclusions -> {
                            var from = state.position();
                            var heldUntil = System.nanoTime() + options.lease().toNanos() / 2;
                            var to = new Position(
                                    from.nextIndex() + records.size(),
                                    state.evaluation().clock());
                            return write(
                                            log.tenant(),
                                            bounded(conclusions),
                                            from,
                                            to,
                                            state.evaluation().due(),
                                            now)
                                    .map(written -> {
                                        state.moved(to, heldUntil);
                                        recent.letGo(log.tenant().id(), to.nextIndex());
                                        return to.nextIndex() < log.size() && !records.isEmpty();
                                    });
                        }));
    }

    private Future<List<Conclusion>> conclude(LogState state, List<Observed> records, long clock) {
        return state.blocking(() -> {
            var started = THREADS.getCurrentThreadCpuTime();
            var conclusions = new ArrayList<>(state.evaluation().observe(records));
            conclusions.addAll(state.evaluation().advance(clock));
            metrics.evaluated(records.size(), THREADS.getCurrentThreadCpuTime() - started);
            return conclusions;
        });
    }

    /** While there are more records, time goes as they were received; then as it goes, but for what is being stored. */
    private static long clock(LogState state, List<Observed> records, DueLog log, long now) {
        if (state.position().nextIndex() + records.size() >= log.size()) {
            return now - SETTLED_NANOS;
        }
        return records.isEmpty()
                ? state.position().clock()
                : Math.min(now, records.get(records.size() - 1).receivedUnixNanos()) - SETTLED_NANOS;
    }

    /** In as many transactions as it takes; the last one moves the cursor, and until then a repeat finds the same again. */
    private Future<Void> write(
            Tenant tenant, List<Conclusion> conclusions, Position from, Position to, long due, long now) {
        var written = Future.<Void>succeededFuture();
        var start = 0;
        while (conclusions.size() - start > CONCLUSIONS_AT_ONCE_MAX) {
            var some = conclusions.subList(start, start + CONCLUSIONS_AT_ONCE_MAX);
            written = written.compose(before -> writer.write(tenant, some, from, from, due, now));
            start += CONCLUSIONS_AT_ONCE_MAX;
        }
        var rest = conclusions.subList(start, conclusions.size());
        return written.compose(before -> writer.write(tenant, rest, from, to, due, now));
    }

    private List<Conclusion> bounded(List<Conclusion> conclusions) {
        if (conclusions.size() <= CONCLUSIONS_MAX) {
            return conclusions;
        }
        metrics.dropped(conclusions.size() - (long) CONCLUSIONS_MAX);
        if (!dropping) {
            dropping = true;
            LOG.warn("More is found at once than is stored, the rest is only counted. limit={}", CONCLUSIONS_MAX);
        }
        return conclusions.subList(0, CONCLUSIONS_MAX);
    }

    private void noteLimits() {
        var before = forgotten;
        forgotten = budget.forgotten();
        if (before == 0 && forgotten > 0) {
            LOG.warn(
                    "Windows and sessions hold as much as they may, the quietest are forgotten. heldBytes={}",
                    budget.heldBytes());
        }
    }

    private void noteFailing(@Nullable Throwable cause) {
        if (cause != null) {
            metrics.failed();
        }
        if (cause != null && !failing) {
            LOG.warn("Findings can't be evaluated now, records wait for it. cause={}", Fault.describe(cause));
        } else if (cause == null && failing) {
            LOG.info("Findings are evaluated again.");
        }
        failing = cause != null;
    }
}
