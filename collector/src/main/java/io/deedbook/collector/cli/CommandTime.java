// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.event.UnixNanos;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Times as they are typed: RFC 3339, or a date (UTC). */
final class CommandTime {
    private static final int DATE_CHARS = "2026-01-31".length();

    private CommandTime() {}

    /**
     * Nanoseconds since the epoch, or empty where nothing was typed.
     *
     * @param endOfDay whether a date means the end of its day and not the start
     */
    static OptionalLong unixNanos(String flag, @Nullable String text, boolean endOfDay) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(UnixNanos.of(instant(text, endOfDay)));
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnusableInputException(
                    flag + " is no time like 2026-01-31T08:30:00Z and no date like 2026-01-31.");
        }
    }

    private static Instant instant(String text, boolean endOfDay) {
        if (text.length() > DATE_CHARS) {
            return OffsetDateTime.parse(text).toInstant();
        }
        var date = LocalDate.parse(text);
        return (endOfDay ? date.plusDays(1) : date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
