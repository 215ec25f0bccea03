// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.event.UnixNanos;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as readers write them: RFC 3339, the same without an offset (UTC), or a date alone (UTC). */
final class QueryTime {
    private static final int DATE_CHARS = "2026-01-31".length();

    private QueryTime() {}

    /**
     * Nanoseconds since the epoch.
     *
     * @param endOfDay whether a date alone means the end of its day and not the start
     */
    static long unixNanos(String name, String value, boolean endOfDay) {
        try {
            return UnixNanos.of(instant(value, endOfDay));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadParameterException(
                    "Query parameter " + name + " is no time like 2026-01-31T08:30:00Z and no date like 2026-01-31.");
        }
    }

    private static Instant instant(String value, boolean endOfDay) {
        if (value.length() <= DATE_CHARS) {
            var date = LocalDate.parse(value);
            return (endOfDay ? date.plusDays(1) : date)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }
        // A plus sign that was not percent-encoded arrives as a space.
        var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                value.replace(' ', '+'), OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime time
                ? time.toInstant()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }
}
