// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.FieldValues;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stored record as the evaluation sees it. Nobody writes to the array.
 *
 * @param index in the log
 * @param receivedUnixNanos the server's clock
 * @param timeUnixNanos when it happened, see {@link #time}
 * @param values one entry a {@link Field}, in its order; only what {@link CorrelationSet#columns()} names need be there
 */
public record Observed(
        long index,
        long receivedUnixNanos,
        long timeUnixNanos,
        @Nullable Object[] values) implements FieldValues {
    private static final long BEHIND_NANOS_MAX = TimeUnit.HOURS.toNanos(24);

    /** The client's clock, unless it is ahead of the server's or more than a day behind: then the server's. */
    public static long time(long receivedUnixNanos, long occurredUnixNanos) {
        return occurredUnixNanos > receivedUnixNanos || occurredUnixNanos < receivedUnixNanos - BEHIND_NANOS_MAX
                ? receivedUnixNanos
                : occurredUnixNanos;
    }

    /** The session that it belongs to, or null. */
    public @Nullable String sessionId() {
        return text(Field.SESSION_ID);
    }

    List<String> rules() {
        return list(Field.RULES);
    }
}
