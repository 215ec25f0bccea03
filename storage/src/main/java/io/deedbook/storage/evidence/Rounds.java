// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Rounds of work behind the appends, never two at a time: again and again after a pause, or when somebody asks for one.
 * They run on one context, which owns what they work on; a round that fails keeps none from coming after it.
 * Thread-safe.
 */
public final class Rounds {
    private static final long STOP_MILLIS_MAX = 5_000;

    private final Vertx vertx;
    private final Context context;

    // Mutable state, owned by the context but for the flag.
    private Future<Void> last = Future.succeededFuture();
    private long lastMillis;
    private volatile boolean running;

    /** Rounds on the context of who calls. */
    public Rounds(Vertx vertx) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
    }

    /** Whether rounds are to go on by themselves: started, and not stopped. */
    public boolean areRunning() {
        return running;
    }

    /**
     * Has {@code round} run again and again.
     *
     * @param firstMillis the pause before the first one
     * @param pauseMillis the pause after a round, by how long that took
     */
    public void start(long firstMillis, LongUnaryOperator pauseMillis, Supplier<Future<Void>> round) {
        // here and not on the context, or who stops it at once would be overtaken
        running = true;
        context.runOnContext(started -> scheduleNext(firstMillis, pauseMillis, round));
    }

    private void scheduleNext(long millis, LongUnaryOperator pauseMillis, Supplier<Future<Void>> round) {
        vertx.setTimer(Math.max(1, millis), fired -> {
            if (running) {
                append(round).onComplete(done -> scheduleNext(pauseMillis.applyAsLong(lastMillis), pauseMillis, round));
            }
        });
    }

    /** Runs a round after those that were asked for before; completes or fails as it does. */
    public Future<Void> run(Supplier<Future<Void>> round) {
        var done = Promise.<Void>promise();
        context.runOnContext(asked -> append(round).onComplete(done));
        return done.future();
    }

    private Future<Void> append(Supplier<Future<Void>> round) {
        last = last.transform(before -> {
            var startNanos = System.nanoTime();
            return round.get()
                    .onComplete(done -> lastMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        });
        return last;
    }

    /**
     * Lets no round come by itself any more, and runs {@code end} after the one at work.
     *
     * @return completes however they end, at the latest after five seconds, as the database may be away
     */
    public Future<Void> stop(Supplier<Future<Void>> end) {
        running = false;
        var stopped = Promise.<Void>promise();
        context.runOnContext(asked -> append(end)
                .timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .onComplete(stopped));
        return stopped.future();
    }

    /** Runs something that does not wait on the context of the rounds, between two of their steps. */
    public void onContext(Runnable work) {
        context.runOnContext(asked -> work.run());
    }
}
