// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes are worked on at once so that they are done in about a quarter of a second: as much as memory has room for takes longer
 * than senders wait, and then it is done for nobody. Learns from what is done while requests wait for room (Little's law: bytes
 * in work = rate × time); while none do, there is nothing to learn. Guarded by its owner.
 */
final class AdmissionLimit {
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** However slow it goes: some requests at once. */
    private static final long BYTES_MIN = 1 << 20;

    private final long bytesMin;
    private final long bytesMax;

    // Mutable state, guarded by the owner.
    private long bytes;
    private boolean learning;
    private long windowNanos;
    private long windowBytes;

    /** @param bytesMax where it begins */
    AdmissionLimit(long bytesMax) {
        this.bytesMax = bytesMax;
        bytesMin = Math.min(BYTES_MIN, bytesMax);
        bytes = bytesMax;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Some bytes are done.
     *
     * @param saturated whether requests wait for room
     * @param nanos now
     */
    void done(long doneBytes, boolean saturated, long nanos) {
        if (!saturated || !learning) {
            learning = saturated;
            windowNanos = nanos;
            windowBytes = 0;
            return;
        }
        windowBytes += doneBytes;
        var elapsed = nanos - windowNanos;
        if (elapsed >= WINDOW_NANOS) {
            var fitting = (long) ((double) windowBytes / elapsed * WORK_NANOS);
            // half way, since one window tells little
            bytes = Math.max(bytesMin, Math.min(bytesMax, (bytes + fitting) / 2));
            windowNanos = nanos;
            windowBytes = 0;
        }
    }
}
