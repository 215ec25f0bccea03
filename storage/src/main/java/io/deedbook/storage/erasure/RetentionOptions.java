// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.event.UnixNanos;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How retention goes about it.
 *
 * @param interval between the end of a round and the start of the next
 * @param lease for which a log is another collector's business after this one was last heard of
 * @param pause between two transactions, in which exports have the log to themselves
 * @param clockUnixNanos tells the time
 */
public record RetentionOptions(Duration interval, Duration lease, Duration pause, LongSupplier clockUnixNanos) {
    /** Once an hour. */
    public static RetentionOptions standard() {
        return new RetentionOptions(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMillis(100), UnixNanos::now);
    }
}
