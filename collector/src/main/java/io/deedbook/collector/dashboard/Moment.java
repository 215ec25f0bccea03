// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.api.Rfc3339;

/**
 * A time as pages show it, in UTC.
 *
 * @param datetime RFC 3339, to the nanosecond
 * @param date such as {@code 2026-01-31}
 * @param time such as {@code 08:30:00}
 */
public record Moment(String datetime, String date, String time) {
    private static final int DATE_END = 10;
    private static final int TIME_END = 19;

    static Moment of(long unixNanos) {
        var datetime = Rfc3339.of(unixNanos);
        var dateEnd = datetime.indexOf('T', DATE_END);
        return new Moment(
                datetime,
                datetime.substring(0, dateEnd),
                datetime.substring(dateEnd + 1, dateEnd + TIME_END - DATE_END));
    }
}
