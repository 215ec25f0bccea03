// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.pipeline.event.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** When an event happened, by the first clock that says something believable. */
final class Times {
    /** The attribute in which Claude Code repeats the time. */
    static final String KEY = "event.timestamp";

    /** ISO 8601 with milliseconds in UTC; a zero stands for any digit. */
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private static final int CHARS_MAX = 40;
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

    /**
     * Whether the attribute says the time that the record has already, in the one form in which the client writes it.
     */
    static boolean repeated(Value value, long occurredUnixNanos) {
        return value instanceof Value.Text text
                && occurredUnixNanos % NANOS_PER_MILLI == 0
                && text.text().length() == FORM.length()
                && occurredUnixNanos / NANOS_PER_MILLI == millis(text.text());
    }

    /** The time in milliseconds since the epoch, {@link Long#MIN_VALUE} when it isn't in the form. */
    private static long millis(String stamp) {
        for (var position = 0; position < FORM.length(); position++) {
            var sign = FORM.charAt(position);
            var unit = stamp.charAt(position);
            if (sign == '0' ? unit < '0' || unit > '9' : unit != sign) {
                return Long.MIN_VALUE;
            }
        }
        var hour = number(stamp, 11, 13);
        var minute = number(stamp, 14, 16);
        var second = number(stamp, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Long.MIN_VALUE;
        }
        try {
            var day = LocalDate.of(number(stamp, 0, 4), number(stamp, 5, 7), number(stamp, 8, 10));
            return (((day.toEpochDay() * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + number(stamp, 20, 23);
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }

    private static int number(String digits, int start, int end) {
        var number = 0;
        for (var position = start; position < end; position++) {
            number = number * 10 + digits.charAt(position) - '0';
        }
        return number;
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
            return UnixNanos.of(Instant.parse(stamp));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
