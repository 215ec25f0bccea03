// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.evidence.Rounds;
import io.deedbook.storage.finding.FindingCursors.DueLog;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.postgres.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the records of all logs as they are stored, and puts what it finds on record. Several collectors may run it
 * on one database: each log has one holder at a time, whose state is in memory and can be rebuilt from the records. It
 * never gets in the way of appends but for the moment in which a finding is appended itself. Thread-safe.
 */
public final class FindingEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(FindingEvaluator.class);

    /** Logs that are evaluated together, so that few have to be evaluated again when their transaction fails. */
    private static final int LOGS_AT_ONCE_MAX = 64;
    /** Pages of one log in one round, so that no log keeps the others waiting. */
    private static final int PAGES_MAX = 25;

    /** The longest pause that a long round is followed by, unless the interval is longer. */
    private static final long LONG_PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Rounds rounds;
    private final Pool reader;
    private final RecentRecords recent;
    private final Function<Tenant, Future<CorrelationSet>> correlations;
    private final FindingOptions options;
    private final FindingCursors cursors;
    private final EventBudget budget = EventBudget.ofHeap();
    private final FindingMetrics metrics;
    private final EntryLedger entries;
    private final GroupEvaluation together;

    // Mutable state, owned by the rounds.
    private final Map<Integer, LogState> states = new HashMap<>();
    private boolean failing;
    private boolean behind;
    private long forgotten;

    /**
     * @param admin connects as the owner of the schema
     * @param recent what this process committed; what is not there is read
     * @param entries which is this evaluator's alone from now on
     * @param correlations those of a tenant; asked each round, so it had better know them
     */
    public FindingEvaluator(
            Vertx vertx,
            Pool admin,
            Pool reader,
            RecentRecords recent,
            EntryLedger entries,
            Function<Tenant, Future<CorrelationSet>> correlations,
            MeterRegistry registry,
            FindingOptions options) {
        this.vertx = vertx;
        rounds = new Rounds(vertx);
        this.reader = reader;
        this.recent = recent;
        this.entries = entries;
        this.correlations = correlations;
        this.options = options;
        metrics = new FindingMetrics(registry, budget);
        cursors = new FindingCursors(admin, UUID.randomUUID().toString(), options.lease());
        var writer = new FindingWriter(reader, entries, cursors, metrics);
        together = new GroupEvaluation(vertx, cursors, writer, metrics);
    }

    /** Starts evaluating at the interval. */
    public void start() {
        rounds.start(options.interval().toMillis(), this::pauseMillis, this::round);
    }

    /**
     * After a long round a longer pause, so that many logs are not looked at as often as one; not while a log brings
     * full pages, whose records are read back from the database once memory holds no more of them.
     */
    private long pauseMillis(long roundMillis) {
        var intervalMillis = options.interval().toMillis();
        return behind ? intervalMillis : Math.max(intervalMillis, Math.min(roundMillis, LONG_PAUSE_MILLIS));
    }

    /**
     * Stops after the round at work, and lets other collectors have the logs.
     *
     * @return completes also when the database is away, at the latest after five seconds
     */
    public Future<Void> stop() {
        return rounds.stop(() -> {
            states.values().forEach(LogState::released);
            return cursors.release().eventually(entries::close);
        });
    }

    /** Evaluates what is stored by now; fails when that could not be done for a log that no other collector holds. */
    public Future<Void> evaluateNow() {
        return rounds.run(this::round);
    }

    private Future<Void> round() {
        var now = options.clockUnixNanos().getAsLong();
        var round = new Round(now, new ArrayList<>(), new AtomicLong(), new AtomicBoolean());
        return cursors.due(now - LogPage.SETTLED_NANOS)
                .compose(due -> {
                    var groups = groups(due).iterator();
                    return AsyncLoop.repeat(() -> {
                        if (!groups.hasNext()) {
                            return Future.succeededFuture(false);
                        }
                        return evaluate(groups.next(), round).map(true);
                    });
                })
                .compose(done -> round.failures().isEmpty()
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(round.failures().get(0)))
                .onComplete(done -> {
                    behind = round.fullPage().get() || round.lag().get() >= LogState.PAGE_RECORDS;
                    metrics.lag(round.lag().get());
                    noteLimits();
                    noteFailing(done.failed() ? done.cause() : null);
                });
    }

    /** A round at work; the lag is that of the logs that this collector holds, which may have had full pages. */
    private record Round(long now, List<Throwable> failures, AtomicLong lag, AtomicBoolean fullPage) {}

    /** Those that nobody else holds, as many together as bring about a page of records. */
    private List<List<DueLog>> groups(List<DueLog> due) {
        var groups = new ArrayList<List<DueLog>>();
        var group = new ArrayList<DueLog>();
        var records = 0L;
        for (var log : due) {
            if (!log.free()) {
                forget(log.tenant().id());
                continue;
            }
            if (group.size() == LOGS_AT_ONCE_MAX || records >= LogState.HELD_RECORDS) {
                groups.add(group);
                group = new ArrayList<>();
                records = 0;
            }
            group.add(log);
            records += log.size() - log.nextIndex();
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** Never fails: what does is noted, and forgotten, because what is in memory may be ahead of what is stored. */
    private Future<Void> evaluate(List<DueLog> logs, Round round) {
        return held(logs)
                .compose(
                        held -> pages(logs, held, round).compose(pages -> evaluatePages(pages, held, PAGES_MAX, round)))
                .recover(failure -> {
                    logs.forEach(log -> failed(log, failure, round));
                    return Future.succeededFuture();
                });
    }

    private void failed(DueLog log, Throwable failure, HeldLogs held, Round round) {
        held.failed(log.tenant().id());
        failed(log, failure, round);
    }

    private void failed(DueLog log, Throwable failure, Round round) {
        forget(log.tenant().id());
        if (!(failure instanceof LeaseLostException)) {
            round.failures().add(failure);
        }
    }

    /**
     * Where logs stand; the database is not asked while a lease is young, since it moves no cursor that another holds.
     */
    private Future<HeldLogs> held(List<DueLog> logs) {
        var positions = new HashMap<Integer, Position>();
        var asked = new ArrayList<Integer>();
        var now = System.nanoTime();
        var ageNanos = 0L;
        for (var log : logs) {
            var known = states.get(log.tenant().id());
            var leased = known == null ? OptionalLong.empty() : known.leasedNanos();
            if (known != null && leased.isPresent() && HeldLogs.isYoung(leased.getAsLong(), now, options.lease())) {
                positions.put(log.tenant().id(), known.position());
                ageNanos = Math.max(ageNanos, now - leased.getAsLong());
            } else {
                asked.add(log.tenant().id());
            }
        }
        var leasedNanos = now - ageNanos;
        return cursors.acquire(asked).map(acquired -> {
            positions.putAll(acquired);
            return new HeldLogs(cursors, positions, options.lease(), leasedNanos);
        });
    }

    /** The first pages of the logs that are held. */
    private Future<List<LogPage>> pages(List<DueLog> logs, HeldLogs held, Round round) {
        var pages = new ArrayList<LogPage>();
        var left = logs.iterator();
        return AsyncLoop.repeat(() -> {
                    if (!left.hasNext()) {
                        return Future.succeededFuture(false);
                    }
                    var log = left.next();
                    var position = held.position(log.tenant().id());
                    if (position == null) {
                        forget(log.tenant().id());
                        return Future.succeededFuture(true);
                    }
                    return Future.succeededFuture(log.tenant())
                            .compose(tenant -> state(tenant, position, held, round.now()))
                            .onSuccess(state -> pages.add(new LogPage(log, state)))
                            .onFailure(failure -> failed(log, failure, held, round))
                            .transform(done -> Future.succeededFuture(true));
                })
                .compose(done -> held.letGoOfFailed())
                .map(pages);
    }

    private Future<LogState> state(Tenant tenant, Position position, HeldLogs held, long now) {
        return correlations.apply(tenant).compose(set -> {
            var known = states.get(tenant.id());
            if (known != null && known.continuesAt(position, set)) {
                return Future.succeededFuture(known);
            }
            forget(tenant.id());
            var state = new LogState(vertx, reader, recent, tenant.id(), set, budget, position);
            states.put(tenant.id(), state);
            recent.want(tenant.id(), set.columns(), position.nextIndex());
            return state.rebuild(now, () -> held.keep(tenant.id())).map(whole -> {
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

    /** Page by page, until no log has more, or has had its share. */
    private Future<Void> evaluatePages(List<LogPage> pages, HeldLogs held, int pagesMax, Round round) {
        return together.run(pages, held, round.now()).compose(ran -> {
            var next = new ArrayList<LogPage>();
            for (var page : pages) {
                var failure = page.failure();
                if (failure != null) {
                    failed(page.log(), failure, held, round);
                    continue;
                }
                if (page.isFull()) {
                    round.fullPage().set(true);
                }
                recent.letGo(page.log().tenant().id(), page.state().position().nextIndex());
                if (page.hasMore() && pagesMax > 1) {
                    next.add(new LogPage(page.log(), page.state()));
                } else {
                    round.lag().addAndGet(page.left());
                }
            }
            return held.letGoOfFailed()
                    .compose(letGo ->
                            next.isEmpty() ? Future.succeededFuture() : evaluatePages(next, held, pagesMax - 1, round));
        });
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
