// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ack;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.Tenant;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that are committed and whose senders want more: they wait here until a checkpoint covers their records. All
 * that wait share one question to the database, ten times a second while there are any; who wants no more than the
 * commit never comes here. Thread-safe.
 */
public final class AckWaits {
    /** Requests that wait at once; each is a promise and no more, its body is let go of before. */
    public static final int WAITING_MAX = 16_384;

    private static final long ASK_MILLIS = 100;
    private static final long ANSWER_MILLIS_MAX = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final SqlClient client;
    private final AtomicInteger waitingCount = new AtomicInteger();

    // Mutable state, owned by the context.
    private List<Waiting> waiting = new ArrayList<>();
    private boolean asking;
    private boolean timed;

    /** @param client needs to read the tables checkpoint and witnessed_checkpoint */
    public AckWaits(Vertx vertx, SqlClient client, MeterRegistry registry) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        this.client = client;
        Gauge.builder("deedbook.storage.acks.waiting", waitingCount, AtomicInteger::get)
                .description("Requests that are committed and wait for a checkpoint")
                .register(registry);
    }

    private record Waiting(int logId, AckLevel level, long size, long deadlineNanos, Promise<Void> done) {}

    /** Sizes of a log's latest checkpoints. */
    private record Covered(long signed, long witnessed) {
        boolean has(Waiting request) {
            return request.size() <= (request.level() == AckLevel.WITNESSED ? witnessed : signed);
        }
    }

    /**
     * Waits until a checkpoint covers records.
     *
     * @param level more than committed
     * @param size of the log after the last of the records
     * @param deadlineNanos {@link System#nanoTime()} until when to wait
     * @return fails with a {@link Refusal} that says that the records are stored, when it is too late or too many wait
     */
    public Future<Void> covered(Tenant tenant, AckLevel level, long size, long deadlineNanos) {
        if (level == AckLevel.COMMITTED) {
            return Future.succeededFuture();
        }
        if (waitingCount.incrementAndGet() > WAITING_MAX) {
            waitingCount.decrementAndGet();
            return Future.failedFuture(new Refusal(
                    Refusal.Reason.OVERLOADED,
                    "The records are stored, and too many requests wait for a checkpoint. Send the request again.",
                    2));
        }
        var request = new Waiting(tenant.id(), level, size, deadlineNanos, Promise.promise());
        context.runOnContext(asked -> {
            waiting.add(request);
            askLater();
        });
        return request.done().future();
    }

    /** Asks at once, because something was published. */
    public void nudge() {
        if (waitingCount.get() > 0) {
            context.runOnContext(nudged -> ask());
        }
    }

    private void askLater() {
        if (!timed && !waiting.isEmpty()) {
            timed = true;
            vertx.setTimer(ASK_MILLIS, fired -> {
                timed = false;
                ask();
                askLater();
            });
        }
    }

    private void ask() {
        if (asking || waiting.isEmpty()) {
            return;
        }
        asking = true;
        var logIds = waiting.stream().map(Waiting::logId).distinct().toArray(Integer[]::new);
        client.preparedQuery("select w.id, coalesce((select max(size) from checkpoint where log_id = w.id), 0),"
                        + " coalesce((select max(size) from witnessed_checkpoint where log_id = w.id), 0)"
                        + " from unnest($1::int[]) as w (id)")
                .execute(Tuple.of((Object) logIds))
                .timeout(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(rows -> {
                    Map<Integer, Covered> covered = new HashMap<>();
                    rows.forEach(row -> covered.put(row.getInteger(0), new Covered(row.getLong(1), row.getLong(2))));
                    return covered;
                })
                // away: who waits hears so at the deadline
                .otherwise(Map.of())
                .onSuccess(this::settle);
    }

    private void settle(Map<Integer, Covered> covered) {
        asking = false;
        var now = System.nanoTime();
        var still = new ArrayList<Waiting>();
        for (var request : waiting) {
            var known = covered.get(request.logId());
            if (known != null && known.has(request)) {
                waitingCount.decrementAndGet();
                request.done().complete();
            } else if (now - request.deadlineNanos() >= 0) {
                waitingCount.decrementAndGet();
                request.done().fail(late(request.level()));
            } else {
                still.add(request);
            }
        }
        waiting = still;
    }

    private static Refusal late(AckLevel level) {
        return new Refusal(
                Refusal.Reason.TOO_LATE,
                level == AckLevel.WITNESSED
                        ? "The records are stored, but the witnesses have not cosigned them yet. Send the request again."
                        : "The records are stored, but no checkpoint that covers them is signed yet. Send the request again.",
                1);
    }
}
