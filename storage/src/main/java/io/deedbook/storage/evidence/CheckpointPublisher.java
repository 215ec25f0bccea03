// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.Frontier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what was committed, off the path of appends: at most once an interval, for each log that has grown.
 * Thread-safe.
 *
 * <p>Several collectors may run it on one database: an advisory lock lets one at a time publish a log, and the others
 * leave it to that one while it does ({@link OtherPublishers}). They share the key directory or the external signer, or
 * one of them alone is given it; one that lacks a log's key reports the log as frozen when it has it to publish, or looks at
 * it ({@link KeyInspection}).
 */
public final class CheckpointPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPublisher.class);

    /** First key of the advisory locks, "deed" in ASCII; the second is the log's id. */
    static final int LOCK_CLASS = 0x64656564;

    /** Logs whose tree is remembered as it was signed last, so that they are published together and out of memory. */
    public static final int TREES_MAX = 2_048;

    /** Logs or groups of them published at the same time, since each waits for a disk most of the time. */
    private static final int LANES = Pools.PUBLISHER_CONNECTIONS;

    /** From the start of a long round to that of the next, unless the interval is longer. */
    private static final long LONG_ROUND_MILLIS = 1_000;

    /** The shortest pause, unless the interval is shorter. */
    private static final long PAUSE_MILLIS_MIN = 100;

    private static final int FAILURES_MAX = 3;

    private final Vertx vertx;
    private final Rounds rounds;
    private final Pool pool;
    private final LogKeys keys;
    private final Duration interval;
    private final RecentHashes recent;
    private final PublisherMetrics metrics;
    private final ConcurrentMap<String, FrozenLogException.Reason> frozen = new ConcurrentHashMap<>();

    // Mutable state, owned by the rounds.
    private final SignedTrees trees = new SignedTrees(TREES_MAX);
    private final GroupPublication together;
    private final LogTurns turns = new LogTurns();
    private final DueLogs logs;
    private Runnable published = () -> {};
    private long roundCount;
    private boolean failing;

    /** A publisher that nobody measures, and that reads all hashes from the database. */
    public CheckpointPublisher(Vertx vertx, Pool pool, LogKeys keys, Duration interval) {
        this(vertx, pool, keys, interval, new RecentHashes(0), new CompositeMeterRegistry());
    }

    /**
     * @param interval at least one millisecond, from the start of a round to that of the next
     * @param recent what this process committed; what is not there is read
     */
    public CheckpointPublisher(
            Vertx vertx, Pool pool, LogKeys keys, Duration interval, RecentHashes recent, MeterRegistry registry) {
        this(vertx, pool, keys, interval, recent, registry, System::nanoTime);
    }

    CheckpointPublisher(
            Vertx vertx,
            Pool pool,
            LogKeys keys,
            Duration interval,
            RecentHashes recent,
            MeterRegistry registry,
            LongSupplier clockNanos) {
        this.vertx = vertx;
        rounds = new Rounds(vertx);
        this.pool = pool;
        this.keys = keys;
        this.interval = interval;
        this.recent = recent;
        together = new GroupPublication(vertx, keys, recent, trees);
        var others = new OtherPublishers(DueLogs.LOGS_MAX, patience(interval).toNanos(), clockNanos);
        logs = new DueLogs(pool, frozen.keySet(), others, recent);
        metrics = new PublisherMetrics(registry);
    }

    /**
     * How long a log is left to another process after it was seen that it published it: half as long again as is between
     * two rounds under load. Of a longer interval less than one, or the log would miss another turn when that process is
     * no more.
     */
    static Duration patience(Duration interval) {
        return Duration.ofMillis(Math.max(LONG_ROUND_MILLIS * 3 / 2, interval.toMillis() * 3 / 4));
    }

    /** Has {@code listener} run on each checkpoint that was stored from now on; it must not block. */
    public void onPublished(Runnable listener) {
        rounds.onContext(() -> published = listener);
    }

    /** Starts publishing at the interval. */
    public void start() {
        rounds.start(
                interval.toMillis(), this::pauseMillis, () -> round(Look.atPart((int) (roundCount++ % Look.ROUNDS))));
    }

    /**
     * After a longer round a longer pause, so that publishing leaves two thirds of the time to others, but one that takes
     * long anyway is soon followed by the next, which a record may have to wait for. Where the database fails, it is
     * left alone for as long as a round was tried.
     */
    private long pauseMillis(long roundMillis) {
        if (failing) {
            return Math.max(interval.toMillis(), roundMillis);
        }
        var apartMillis = Math.max(interval.toMillis(), Math.min(3 * roundMillis, LONG_ROUND_MILLIS));
        return Math.max(Math.min(interval.toMillis(), PAUSE_MILLIS_MIN), apartMillis - roundMillis);
    }

    /**
     * Stops, after a last round that signs what was committed by now.
     *
     * @return completes also when the database is away, at the latest after five seconds
     */
    public Future<Void> stop() {
        return rounds.stop(() -> round(Look.atGrown()));
    }

    /**
     * Publishes all that is committed by now, the frozen logs looked at again.
     *
     * @return completes when it is published or refused ({@link #frozenLogs}); fails when the database is away
     */
    public Future<Void> publishNow() {
        return rounds.run(() -> round(Look.atAll()));
    }

    /** The same without another look at logs that did not grow or are frozen. */
    Future<Void> publishGrown() {
        return rounds.run(() -> round(Look.atGrown()));
    }

    /** A round as the interval brings it, which looks again at {@code part} of all logs. */
    Future<Void> publishPart(int part) {
        return rounds.run(() -> round(Look.atPart(part)));
    }

    /** The logs that get no checkpoints, by public id; health is red while there are any. */
    public Map<String, FrozenLogException.Reason> frozenLogs() {
        return Map.copyOf(frozen);
    }

    /** First those that few statements publish, then each of the others. */
    private Future<Void> round(Look look) {
        var alone = new ArrayList<LogRow>();
        var failedGroups = new AtomicInteger();
        var failures = new ArrayList<Throwable>();
        var startNanos = System.nanoTime();
        return logs.due(look)
                .compose(due -> {
                    var groups = groups(due.ours(), look, alone).iterator();
                    return inLanes(() -> publishNext(groups, failedGroups, alone))
                            .compose(done -> inspect(due.others(), alone)
                                    .onFailure(failures::add)
                                    .otherwiseEmpty());
                })
                .compose(done -> {
                    var ordered = turns.order(alone, LogRow::id).iterator();
                    return inLanes(() -> publishAlone(ordered, failures));
                })
                .compose(done -> failures.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(failures.get(0)))
                .onComplete(done -> {
                    metrics.ended(startNanos, done.succeeded());
                    noteFailing(done.failed() ? done.cause() : null);
                });
    }

    private static Future<Void> inLanes(Supplier<Future<Boolean>> step) {
        var lanes = new ArrayList<Future<Void>>();
        for (var lane = 0; lane < LANES; lane++) {
            lanes.add(AsyncLoop.repeat(step));
        }
        return Future.join(lanes).mapEmpty();
    }

    /** Those that others publish stay with them, unless something may be wrong with them. */
    private Future<Void> inspect(List<LogRow> theirs, List<LogRow> alone) {
        return KeyInspection.run(
                        vertx, pool, keys, theirs.stream().map(LogRow::id).toList())
                .map(doubtful -> {
                    theirs.stream().filter(log -> doubtful.contains(log.id())).forEach(alone::add);
                    return null;
                });
    }

    /**
     * Those whose tree is known, a few at a time; the rest, what is less than was signed, and all of them where everything
     * is asked for, goes to {@code alone}.
     */
    private List<List<LogRow>> groups(List<LogRow> due, Look look, List<LogRow> alone) {
        var known = new ArrayList<LogRow>();
        for (var log : due) {
            (look.isAtAll() || logs.hasShrunk(log) || trees.of(log.id()) == null ? alone : known).add(log);
        }
        var groups = new ArrayList<List<LogRow>>();
        for (var from = 0; from < known.size(); from += GroupPublication.LOGS_MAX) {
            groups.add(known.subList(from, Math.min(known.size(), from + GroupPublication.LOGS_MAX)));
        }
        return groups;
    }

    /** What is left of a group goes to {@code alone}; all of it when several groups failed, since then most will. */
    private Future<Boolean> publishNext(Iterator<List<LogRow>> groups, AtomicInteger failedGroups, List<LogRow> alone) {
        if (!groups.hasNext()) {
            return Future.succeededFuture(false);
        }
        var group = groups.next();
        var published = failedGroups.get() < FAILURES_MAX
                ? publishTogether(group).onFailure(failure -> failedGroups.incrementAndGet())
                : Future.<List<LogRow>>failedFuture("groups fail");
        return published.otherwise(group).map(left -> {
            alone.addAll(left);
            return true;
        });
    }

    /** Publishes what can be published together, and says what is left. */
    private Future<List<LogRow>> publishTogether(List<LogRow> group) {
        var logIds = group.stream().map(LogRow::id).toList();
        return pool.withTransaction(connection -> together.run(connection, logIds))
                .map(outcome -> {
                    group.forEach(log -> {
                        var tree = outcome.signed().get(log.id());
                        if (tree != null) {
                            signed(log, tree);
                        }
                    });
                    if (!outcome.signed().isEmpty()) {
                        published.run();
                    }
                    return group.stream()
                            .filter(log -> outcome.left().contains(log.id()))
                            .toList();
                });
    }

    /**
     * One log that fails does not keep the others from their checkpoints; several are the database, and end the round.
     * The next one goes on behind them.
     */
    private Future<Boolean> publishAlone(Iterator<LogRow> left, List<Throwable> failures) {
        if (!left.hasNext() || failures.size() >= FAILURES_MAX) {
            return Future.succeededFuture(false);
        }
        var log = left.next();
        turns.begin(log.id());
        return publish(log).onFailure(failures::add).transform(done -> Future.succeededFuture(true));
    }

    private Future<Void> publish(LogRow log) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("select pg_try_advisory_xact_lock($1, $2)")
                        .execute(Tuple.of(LOCK_CLASS, log.id()))
                        .compose(rows -> rows.iterator().next().getBoolean(0)
                                ? HeadPublication.run(vertx, connection, keys, log.id())
                                        .map(Optional::of)
                                : Future.succeededFuture(Optional.<Frontier>empty())))
                .map(tree -> {
                    tree.ifPresent(stored -> {
                        metrics.alone();
                        signed(log, stored);
                        published.run();
                    });
                    return (Void) null;
                })
                .recover(failure -> {
                    if (failure instanceof FrozenLogException refusal) {
                        freeze(log, refusal);
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(failure);
                });
    }

    private void signed(LogRow log, Frontier tree) {
        logs.signed(log, tree.size());
        trees.put(log.id(), tree);
        recent.published(log.id(), tree.size());
        metrics.checkpoint();
        thaw(log);
    }

    private void freeze(LogRow log, FrozenLogException refusal) {
        if (frozen.put(log.publicId(), refusal.reason()) != refusal.reason()) {
            LOG.error(
                    "A log is frozen and gets no checkpoints. {} log={} reason={}",
                    refusal.reason().remedy(),
                    log.publicId(),
                    refusal.getMessage());
        }
    }

    private void thaw(LogRow log) {
        if (frozen.remove(log.publicId()) != null) {
            LOG.info("A log gets checkpoints again log={}", log.publicId());
        }
    }

    private void noteFailing(@Nullable Throwable cause) {
        if (cause != null && !failing) {
            LOG.warn(
                    "Checkpoints can't be published now cause={}",
                    cause.getClass().getSimpleName());
        } else if (cause == null && failing) {
            LOG.info("Checkpoints are published again");
        }
        failing = cause != null;
    }
}
