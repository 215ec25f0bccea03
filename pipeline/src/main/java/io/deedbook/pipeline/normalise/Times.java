// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an event happened, by the first clock that says something believable. */
final class Times {
    /** The attribute in which Claude Code repeats the time. */
    static final String KEY = "event.timestamp";

    private static final int CHARS_MAX = 40;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private Times() {}

    /** The event's time, else when it was observed, else its attribute, else when it was received. */
    static long occurred(Event event, long receivedUnixNanos) {
        if (event.timeUnixNanos() > 0) {
            return event.timeUnixNanos();
        } else if (event instanceof Event.Log log && log.observedTimeUnixNanos() > 0) {
            return log.observedTimeUnixNanos();
        }
        var stamp = parsed(event.attributes().text(KEY));
        return stamp != null && stamp > 0 ? stamp : receivedUnixNanos;
    }

    /** Whether the attribute says the time that the record has already. */
    static boolean repeated(Value value, long occurredUnixNanos) {
        return value instanceof Value.Text text
                && text.text().length() <= CHARS_MAX
                && occurredUnixNanos % NANOS_PER_MILLI == 0
                && Instant.ofEpochMilli(occurredUnixNanos / NANOS_PER_MILLI)
                        .toString()
                        .equals(text.text());
    }

    /** From the start to the end of a span in milliseconds, or null when it has no believable end. */
    static @Nullable Long durationMs(Event.Span span) {
        var start = span.timeUnixNanos();
        var end = span.endTimeUnixNanos();
        return start <= 0 || end < start ? null : (Long) ((end - start) / NANOS_PER_MILLI);
    }

    private static @Nullable Long parsed(@Nullable String stamp) {
        if (stamp == null || stamp.length() > CHARS_MAX) {
            return null;
        }
        try {
            var instant = Instant.parse(stamp);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), (long) instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
