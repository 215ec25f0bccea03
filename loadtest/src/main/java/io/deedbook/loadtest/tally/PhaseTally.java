// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.tally;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What happened to the events that were due in one phase. When all have ended, offered = acknowledged + the sum of
 * lost. Owned by the event loop.
 */
public final class PhaseTally {
    /**
     * A request that takes longer is counted as bad where recovery is looked for: 250 ms is the p99 promised near the
     * limit.
     */
    private static final long BAD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<String, Long> lost = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final Histogram latencyMicros = new Histogram(SIGNIFICANT_DIGITS);
    private long offered;
    private long sentBytes;
    private long sentEvents;
    private long acknowledged;
    private long retries;
    private long lastBadNanos = Long.MIN_VALUE;

    void offered(long events) {
        offered += events;
    }

    void sent(long events, long bytes) {
        sentEvents += events;
        sentBytes += bytes;
    }

    void refused(String answer, long nowNanos) {
        refused.merge(answer, 1L, Long::sum);
        lastBadNanos = Math.max(lastBadNanos, nowNanos);
    }

    void retried() {
        retries++;
    }

    void lost(String cause, long events, long nowNanos) {
        lost.merge(cause, events, Long::sum);
        lastBadNanos = Math.max(lastBadNanos, nowNanos);
    }

    void acknowledged(long events, long nanos, long nowNanos) {
        acknowledged += events;
        latencyMicros.recordValue(Math.max(0, nanos / 1_000));
        if (nanos > BAD_NANOS) {
            lastBadNanos = Math.max(lastBadNanos, nowNanos);
        }
    }

    /** Adds what another phase counted. */
    void add(PhaseTally other) {
        other.lost.forEach((cause, events) -> lost.merge(cause, events, Long::sum));
        other.refused.forEach((answer, requests) -> refused.merge(answer, requests, Long::sum));
        latencyMicros.add(other.latencyMicros);
        offered += other.offered;
        sentBytes += other.sentBytes;
        sentEvents += other.sentEvents;
        acknowledged += other.acknowledged;
        retries += other.retries;
        lastBadNanos = Math.max(lastBadNanos, other.lastBadNanos);
    }

    /** Events that happened and were to be delivered. */
    public long offered() {
        return offered;
    }

    public long acknowledged() {
        return acknowledged;
    }

    public long retries() {
        return retries;
    }

    /** Bytes of a request's body for each event in it, as first sent. */
    public long bytesPerEvent() {
        return sentEvents == 0 ? 0 : sentBytes / sentEvents;
    }

    /** Events that the clients gave up, by cause. */
    public Map<String, Long> lost() {
        return lost;
    }

    public long lostEvents() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers other than 200, retried or not: the status, and the {@code Retry-After} that came with it. */
    public Map<String, Long> refused() {
        return refused;
    }

    /** Of acknowledged requests, in microseconds from when each was due. */
    public Histogram latencyMicros() {
        return latencyMicros;
    }

    /** When the last thing went wrong or took too long, by {@link System#nanoTime()}; the least value for never. */
    public long lastBadNanos() {
        return lastBadNanos;
    }
}
