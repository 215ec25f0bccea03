// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.correlate.LogEvaluation;
import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one log in memory, with the correlations it was made for, and where it stands. One user at a time.
 */
final class LogState {
    /** The most records that are shown again to rebuild what was in memory. */
    static final long REBUILD_RECORDS_MAX = 2_000_000;

    /** Records that are read at once. */
    static final int PAGE_RECORDS = 4_000;

    /**
     * Of what is in memory: each page is a transaction, and under load takes a tenth of a second however large it is.
     */
    static final int HELD_RECORDS = 10_000;

    // records are stored about in the order in which they were received
    private static final long DISORDER_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Vertx vertx;
    private final int logId;
    private final CorrelationSet set;
    private final ObservedRecords records;
    private final LogEvaluation evaluation;

    // Mutable state, owned by the evaluator's context.
    private Position position;
    private OptionalLong leasedNanos = OptionalLong.empty();

    LogState(
            Vertx vertx,
            Pool reader,
            RecentRecords recent,
            int logId,
            CorrelationSet set,
            EventBudget budget,
            Position position) {
        this.vertx = vertx;
        this.logId = logId;
        this.set = set;
        this.position = position;
        records = new ObservedRecords(reader, recent, set.columns());
        evaluation = new LogEvaluation(set, budget, position.clock());
    }

    LogEvaluation evaluation() {
        return evaluation;
    }

    Position position() {
        return position;
    }

    /** It goes on from here, with a lease from {@code nanos} on. */
    void moved(Position to, long nanos) {
        position = to;
        leasedNanos = OptionalLong.of(nanos);
    }

    /** Others may have the log from now on. */
    void released() {
        leasedNanos = OptionalLong.empty();
    }

    /** From when on it was leased last; empty where others may have the log. */
    OptionalLong leasedNanos() {
        return leasedNanos;
    }

    /** Whether it goes on from here with these correlations. */
    boolean continuesAt(Position stored, CorrelationSet current) {
        return position.equals(stored) && set.version().equals(current.version());
    }

    /** Reads what this evaluation sees of records. */
    ObservedRecords reading() {
        return records;
    }

    /** The next records, at most a page. */
    ObservedStretch next(long size) {
        return records.stretch(logId, position.nextIndex(), Math.min(size, position.nextIndex() + HELD_RECORDS));
    }

    /**
     * Shows the evaluation again what its windows reach back to.
     *
     * @param keep is called now and then, and ends it with a failure
     * @return whether that was all of it, and not cut at {@link #REBUILD_RECORDS_MAX}
     */
    Future<Boolean> rebuild(long nowUnixNanos, Supplier<Future<Void>> keep) {
        var end = position.nextIndex();
        var lowest = Math.max(0, end - REBUILD_RECORDS_MAX);
        return records.received(logId, end - 1)
                .compose(last -> firstReceivedAt(horizon(last, nowUnixNanos), lowest, end))
                .compose(start -> replay(start, end, keep).map(start > lowest || lowest == 0));
    }

    /** What was received before this matters no more: neither to windows, nor to what had not fallen due. */
    private long horizon(@Nullable Long lastReceived, long nowUnixNanos) {
        var until = position.clock() == 0 ? nowUnixNanos : Math.min(nowUnixNanos, position.clock());
        return (lastReceived == null ? until : Math.min(until, lastReceived)) - set.reachNanos() - DISORDER_NANOS;
    }

    /** The index from which on records were received at {@code horizon} or later, by halving. */
    private Future<Long> firstReceivedAt(long horizon, long from, long to) {
        if (from >= to) {
            return Future.succeededFuture(from);
        }
        var middle = (from + to) >>> 1;
        return records.received(logId, middle)
                .compose(received -> received != null && received < horizon
                        ? firstReceivedAt(horizon, middle + 1, to)
                        : firstReceivedAt(horizon, from, middle));
    }

    private Future<Void> replay(long start, long end, Supplier<Future<Void>> keep) {
        var next = new long[] {start};
        return AsyncLoop.repeat(() -> {
            if (next[0] >= end) {
                return Future.succeededFuture(false);
            }
            var to = Math.min(end, next[0] + PAGE_RECORDS);
            return keep.get()
                    .compose(kept -> records.range(logId, next[0], to))
                    .compose(page -> recall(page)
                            .compose(recalled -> blocking(() -> {
                                evaluation.remember(page);
                                return null;
                            }))
                            .map(done -> {
                                next[0] = page.isEmpty()
                                        ? to
                                        : page.get(page.size() - 1).index() + 1;
                                return true;
                            }));
        });
    }

    /**
     * Shows the evaluation the earlier records of sessions that it does not know, so that what it then misses is
     * missing.
     */
    Future<Void> recall(List<Observed> page) {
        if (page.isEmpty()) {
            return Future.succeededFuture();
        }
        return blocking(() -> evaluation.unknownSessions(page))
                .compose(unknown -> unknown.isEmpty()
                        ? Future.succeededFuture()
                        : records.ofSessions(logId, unknown, page.get(0).index())
                                .compose(earlier -> blocking(() -> {
                                    evaluation.recall(earlier, cut(earlier));
                                    return null;
                                })));
    }

    private static Set<String> cut(List<Observed> earlier) {
        var counts = new HashMap<String, Integer>();
        var cut = new HashSet<String>();
        for (var record : earlier) {
            var id = record.sessionId();
            if (id != null && counts.merge(id, 1, Integer::sum) == ObservedRecords.SESSION_RECORDS_MAX) {
                cut.add(id);
            }
        }
        return cut;
    }

    /** Off the event loop, because it is work on data that others chose. */
    <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, true);
    }
}
