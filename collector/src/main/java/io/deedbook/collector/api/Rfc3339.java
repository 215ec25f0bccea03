// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Writes times as RFC 3339 in UTC, always with nine digits of the second, so that they sort as text. */
public final class Rfc3339 {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Rfc3339() {}

    /** For example {@code 2026-01-31T08:30:00.000000001Z}. */
    public static String of(long unixNanos) {
        return FORMAT.format(instant(unixNanos));
    }

    /** The same as a point in time. */
    public static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(unixNanos, SECOND_NANOS), Math.floorMod(unixNanos, SECOND_NANOS));
    }
}
