// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How the evaluation runs.
 *
 * @param interval between the end of a round and the start of the next
 * @param lease how long a collector that says nothing keeps a log
 * @param clockUnixNanos what time it is
 */
public record FindingOptions(Duration interval, Duration lease, LongSupplier clockUnixNanos) {
    /** A round a second, and a lease of fifteen. */
    public static FindingOptions standard() {
        return new FindingOptions(
                Duration.ofMillis(250), Duration.ofSeconds(15), () -> System.currentTimeMillis() * 1_000_000L);
    }

    public FindingOptions {
        if (interval.toMillis() < 1 || lease.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(
                    "interval, lease: " + interval + ", " + lease + " (expected: 1 ms or more, and longer than that)");
        }
    }
}
