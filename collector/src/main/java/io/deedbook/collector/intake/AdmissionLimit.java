// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes are worked on at once, so that they are done before their senders leave: as much as memory has room
 * for takes seconds on a machine that is full, and then it is done for nobody. While requests wait for room, the limit
 * follows the time that requests are worked on: towards a quarter of a second, or twice what storing one takes at best,
 * where that is more, since a wait that does not come from load does not shrink with it. Guarded by its owner.
 */
final class AdmissionLimit {
    private static final double TARGET_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(250);
    private static final double TARGET_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /**
     * What requests take at best is forgotten this fast while some are stored, as it may have become more: it doubles in
     * a quarter of an hour.
     */
    private static final double FORGETTING = 1 + 1.0 / 4096;
    /** However slow it goes. */
    private static final int LEAST_SHARE = 8;

    private static final double STEP_MAX = 2;

    private final long bytesMin;
    private final long bytesMax;

    // Mutable state, guarded by the owner.
    private long bytes;
    /** Of a single request that was stored; 0 for unknown. */
    private double bestNanos;

    private boolean saturated;
    private long windowNanos;
    private long workedNanos;
    private int count;
    private boolean learned;

    /** @param bytesMax where it begins */
    AdmissionLimit(long bytesMax) {
        this.bytesMax = bytesMax;
        bytesMin = bytesMax / LEAST_SHARE;
        bytes = bytesMax;
    }

    long bytes() {
        return bytes;
    }

    /** What storing a request takes at best, 0 for unknown. */
    long bestNanos() {
        return (long) bestNanos;
    }

    /**
     * A request was worked on.
     *
     * @param nanosOfWork from when its body was there
     * @param stored whether its records were stored for it. Every other end comes sooner or later than that, and says
     *     nothing of what storing takes at best
     * @param othersWait whether requests wait for room
     * @param now on the nano clock
     */
    void done(long nanosOfWork, boolean stored, boolean othersWait, long now) {
        if (count == 0) {
            windowNanos = now;
            saturated = true;
        }
        saturated &= othersWait;
        if (stored) {
            bestNanos = bestNanos == 0 ? (double) nanosOfWork : Math.min(bestNanos, (double) nanosOfWork);
            learned = true;
        }
        workedNanos += nanosOfWork;
        count++;
        if (now - windowNanos >= WINDOW_NANOS) {
            judge(Math.max(1, (double) workedNanos / count));
            workedNanos = 0;
            count = 0;
        }
    }

    private void judge(double meanNanos) {
        if (saturated) {
            var target = Math.min(TARGET_NANOS_MAX, Math.max(TARGET_NANOS_MIN, 2 * bestNanos));
            var step = Math.max(1 / STEP_MAX, Math.min(STEP_MAX, target / meanNanos));
            // half way, since one window tells little
            bytes = Math.max(bytesMin, Math.min(bytesMax, (long) (bytes * (1 + step) / 2)));
        }
        if (learned) {
            bestNanos *= FORGETTING;
            learned = false;
        }
    }
}
