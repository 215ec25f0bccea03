// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.evidence.Export;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way of one export until it is acknowledged or given up: as {@link RetryPolicy} says, with the same bytes each
 * time, within the time that the client gives itself. Owned by the event loop.
 */
final class Delivery {
    private final Gear gear;
    private final Poster poster;
    private final Export export;
    private final int phase;
    private final long dueNanos;
    private final Runnable then;
    // Mutable state
    private long deadlineNanos;
    private boolean exiting;
    private boolean ended;
    private int tries;

    /** Something that sends a request and calls back once with its end. */
    @FunctionalInterface
    interface Poster {
        void post(Supplier<Buffer> request, long timeoutMillis, Consumer<Answer> then);
    }

    /**
     * @param phase in which it became due
     * @param dueNanos when, by {@link System#nanoTime()}
     * @param then called once when it has ended
     */
    Delivery(Gear gear, Poster poster, Export export, int phase, long dueNanos, Runnable then) {
        this.gear = gear;
        this.poster = poster;
        this.export = export;
        this.phase = phase;
        this.dueNanos = dueNanos;
        this.then = then;
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RetryPolicy.BUDGET_MILLIS);
    }

    void start() {
        attempt();
    }

    /** How many events it delivers. */
    int events() {
        return export.count();
    }

    /** The client exits: what isn't delivered by then is lost. */
    void exitBy(long exitNanos) {
        exiting = true;
        deadlineNanos = Math.min(deadlineNanos, exitNanos);
        if (!ended) {
            gear.vertx().setTimer(timeoutMillis(), fired -> lost("client exit"));
        }
    }

    private long leftMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    /** Until the end and not a moment less, or a client that exits would still begin another. */
    private long timeoutMillis() {
        return Math.max(0, leftMillis()) + 1;
    }

    private void attempt() {
        if (ended) {
            return;
        }
        tries++;
        poster.post(this::request, timeoutMillis(), this::judge);
    }

    private Buffer request() {
        var body = gear.body(export);
        if (tries == 1) {
            gear.tally().sent(phase, export.count(), body.length);
        }
        return gear.destination().request(export.tenant(), body);
    }

    private void judge(Answer answer) {
        if (answer.status() == 200) {
            // also when it comes too late for the client: the collector has promised
            export.acknowledge();
            acknowledged();
        } else if (answer.status() == 0) {
            again(
                    gear.insistent() ? RetryPolicy.insistentDelayMillis(leftMillis()) : RetryPolicy.DROP,
                    answer.failure());
        } else {
            gear.tally().refused(phase, answer.status(), answer.retryAfter());
            again(
                    RetryPolicy.delayMillis(answer.status(), tries, leftMillis(), answer.retryAfter()),
                    Integer.toString(answer.status()));
        }
    }

    private void again(long delayMillis, String cause) {
        if (delayMillis == RetryPolicy.DROP) {
            lost(cause);
        } else if (!ended) {
            gear.tally().retried(phase);
            gear.vertx().setTimer(delayMillis, fired -> attempt());
        }
    }

    private void acknowledged() {
        if (!ended) {
            ended = true;
            gear.tally().acknowledged(phase, export.count(), System.nanoTime() - dueNanos);
            then.run();
        }
    }

    private void lost(String cause) {
        if (!ended) {
            ended = true;
            gear.tally().lost(phase, exiting ? "client exit" : cause, export.count());
            then.run();
        }
    }
}
