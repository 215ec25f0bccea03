// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections are open, and may be. The last tenth is for those who are told to come again: a client tries
 * again after a 503, and never after a connection that was closed. Thread-safe.
 */
final class ConnectionRoom {
    private static final Logger log = LoggerFactory.getLogger(ConnectionRoom.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int openMax;
    private final int servedMax;

    // Mutable state
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_NANOS);

    /** @param openMax at least 10 */
    ConnectionRoom(int openMax) {
        this.openMax = openMax;
        servedMax = openMax - openMax / 10;
    }

    /** Counts a connection, unless there are too many; what was counted has to {@link #leave}. */
    boolean enter() {
        if (open.incrementAndGet() <= openMax) {
            return true;
        }
        open.decrementAndGet();
        refused();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    /** Whether who comes now is to be told to come again. */
    boolean isNearlyFull() {
        return open.get() > servedMax;
    }

    /** Counts a connection that was turned away. */
    void refused() {
        refused.incrementAndGet();
        var now = System.nanoTime();
        var logged = loggedNanos.get();
        if (now - logged >= LOG_NANOS && loggedNanos.compareAndSet(logged, now)) {
            log.warn(
                    "Too many connections are open, so new ones are refused. open={} connectionsMax={}", open, openMax);
        }
    }

    /** Connections that were turned away so far, with an answer or without. */
    long refusedCount() {
        return refused.get();
    }
}
