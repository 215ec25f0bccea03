// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Moments as events and records have them: nanoseconds since 1970 in UTC, which reach from 1677 to 2262. */
public final class UnixNanos {
    private UnixNanos() {}

    /** The clock of this machine. */
    public static long now() {
        return of(Instant.now());
    }

    /** Whole seconds since a moment, 0 where it has not come. */
    public static long ageSeconds(long unixNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(now()) - TimeUnit.NANOSECONDS.toSeconds(unixNanos));
    }

    /**
     * A moment of another kind.
     *
     * @throws ArithmeticException where it is out of reach
     */
    public static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
    }
}
