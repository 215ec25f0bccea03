// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.tally;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The run second by second. Owned by the event loop. */
public final class Timeline {
    private static final int SIGNIFICANT_DIGITS = 2;
    /** A clock that jumps, or a machine that slept, must not fill the memory. */
    private static final int SECONDS_MAX = 7 * 24 * 3_600;

    private final long startNanos;
    private final List<Second> past = new ArrayList<>();
    private final Histogram latencyMicros = new Histogram(SIGNIFICANT_DIGITS);
    private long offered;
    private long acknowledged;
    private long refused;
    private long lost;

    Timeline(long startNanos) {
        this.startNanos = startNanos;
    }

    void offered(long events, long nowNanos) {
        roll(nowNanos);
        offered += events;
    }

    void acknowledged(long events, long latencyNanos, long nowNanos) {
        roll(nowNanos);
        acknowledged += events;
        latencyMicros.recordValue(Math.max(0, latencyNanos / 1_000));
    }

    void refused(long nowNanos) {
        roll(nowNanos);
        refused++;
    }

    void lost(long events, long nowNanos) {
        roll(nowNanos);
        lost += events;
    }

    /** All seconds so far; the last one may not be over. */
    public List<Second> seconds() {
        var all = new ArrayList<>(past);
        all.add(current());
        return all;
    }

    double secondsAt(long nanos) {
        return (nanos - startNanos) / 1e9;
    }

    private void roll(long nowNanos) {
        var now = Math.min(SECONDS_MAX, TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos));
        while (past.size() < now) {
            past.add(current());
            offered = 0;
            acknowledged = 0;
            refused = 0;
            lost = 0;
            latencyMicros.reset();
        }
    }

    private Second current() {
        return new Second(
                offered,
                acknowledged,
                refused,
                lost,
                latencyMicros.getValueAtPercentile(50),
                latencyMicros.getValueAtPercentile(99));
    }
}
