// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.util.concurrent.TimeUnit;

/**
 * How long requests gather before they are written together. Not at all, as long as nobody keeps a group waiting. Where
 * other collectors append to the same logs, groups wait for heads while they have others, which keeps these collectors
 * waiting in turn; so a group is written about as much later, and meanwhile more comes along: each costs half a
 * millisecond of the database whatever is in it. Owned by the writer's event loop.
 */
final class Gathering {
    /** What has so many records gathers no longer. */
    static final int RECORDS_ENOUGH = 256;

    private static final long NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(25);

    private final long nanosMax;

    // Mutable state.
    private long waitedNanos;

    Gathering() {
        this(NANOS_MAX);
    }

    Gathering(long nanosMax) {
        this.nanosMax = nanosMax;
    }

    /** A group had to wait for heads; half of it counts, and of all before the other half. */
    void waited(long nanos) {
        waitedNanos = (waitedNanos + Math.min(nanos, nanosMax)) / 2;
    }

    /** For how long requests with so many records gather, 0 for not at all. */
    long millis(int records) {
        var atOnce = records == 0 || records >= RECORDS_ENOUGH || waitedNanos < NANOS_MIN;
        return atOnce ? 0 : TimeUnit.NANOSECONDS.toMillis(waitedNanos);
    }
}
