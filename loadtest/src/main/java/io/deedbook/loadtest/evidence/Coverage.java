// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long it takes until a checkpoint covers a record: looks at one tenant's checkpoint several times a second while
 * the load runs, and afterwards asks of each leaf when it was received. Counts from the server's receipt to our first
 * sight of a checkpoint that covers it, so it is too high by up to one look, never too low. Like all figures it begins
 * behind the warm-up. Thread-safe.
 */
public final class Coverage {
    /** Between two looks. */
    public static final long LOOK_MILLIS = 200;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final LogReader log;
    // Mutable state, under the monitor.
    private long sinceUnixNanos = Long.MIN_VALUE;
    private final TreeMap<Long, Long> seenUnixNanosBySize = new TreeMap<>();
    private final Histogram lagMillis = new Histogram(SIGNIFICANT_DIGITS);

    public Coverage(LogReader log) {
        this.log = log;
    }

    /** Looks once; a collector that doesn't answer just now is no fault here. */
    public void look() {
        try {
            if (log.find()) {
                seen(log.size(), nowUnixNanos());
            }
        } catch (IOException e) {
            // the next look will tell
        }
    }

    synchronized void seen(long size, long unixNanos) {
        seenUnixNanosBySize.putIfAbsent(size, unixNanos);
    }

    /** The warm-up is over: what was received before does not count. */
    public synchronized void begin() {
        sinceUnixNanos = nowUnixNanos();
    }

    synchronized void add(Leaf leaf) {
        if (leaf.receivedUnixNanos() < sinceUnixNanos) {
            return;
        }
        Map.Entry<Long, Long> covered = seenUnixNanosBySize.higherEntry(leaf.index());
        if (covered != null) {
            lagMillis.recordValue(
                    Math.max(0, TimeUnit.NANOSECONDS.toMillis(covered.getValue() - leaf.receivedUnixNanos())));
        }
    }

    /** In milliseconds, of the records of the tenant that was looked at; empty when none was covered while looking. */
    public synchronized Histogram lagMillis() {
        return lagMillis.copy();
    }

    private static long nowUnixNanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
