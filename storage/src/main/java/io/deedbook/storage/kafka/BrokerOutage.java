// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the brokers are away: then they are tried with one request now and then, so that not every one waits for what
 * is known. Thread-safe.
 */
final class BrokerOutage {
    /** Between the first two tries, each of which costs a request its time; twice as long each time after that. */
    static final long RETRY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(500);

    static final long RETRY_NANOS_MAX = TimeUnit.SECONDS.toNanos(8);

    private static final Logger log = LoggerFactory.getLogger(BrokerOutage.class);

    private final LongSupplier nanoClock;
    private final AtomicLong retryNanos = new AtomicLong();
    /** The cause that was said last, empty while they are there. */
    private final AtomicReference<String> said = new AtomicReference<>("");

    // Mutable state, any thread.
    private volatile boolean away;
    private volatile long pauseNanos = RETRY_NANOS_MIN;

    BrokerOutage(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    boolean isAway() {
        return away;
    }

    /** Whether a request should be sent; while they are away, one at a time is to find out. */
    boolean mayTry() {
        if (!away) {
            return true;
        }
        var due = retryNanos.get();
        var now = nanoClock.getAsLong();
        var mine = now - due >= 0 && retryNanos.compareAndSet(due, now + RETRY_NANOS_MAX);
        if (mine) {
            pauseNanos = Math.min(2 * pauseNanos, RETRY_NANOS_MAX);
        }
        return mine;
    }

    void failed(Throwable failure) {
        if (!away) {
            pauseNanos = RETRY_NANOS_MIN;
        }
        retryNanos.set(nanoClock.getAsLong() + pauseNanos);
        away = true;
        var cause = BrokerFault.describe(failure);
        var last = said.getAndUpdate(before -> isNews(before, cause) ? cause : before);
        if (isNews(last, cause)) {
            log.warn("Kafka takes no records. They go straight to the writer until it does. cause={}", cause);
        }
    }

    /** Brokers that refuse somebody may have been late before that. */
    private static boolean isNews(String last, String cause) {
        return last.isEmpty() || (!cause.equals(last) && !cause.equals(BrokerFault.LATE));
    }

    void succeeded() {
        if (away) {
            away = false;
            said.set("");
            log.info("Kafka takes records again.");
        }
    }
}
