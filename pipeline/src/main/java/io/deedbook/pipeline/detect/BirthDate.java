// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.time.YearMonth;

/** Dates inside numbers of persons. */
final class BirthDate {
    private BirthDate() {}

    /** Whether month and day exist; 29 February does in any year. */
    static boolean isDay(int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(2000, month).lengthOfMonth();
    }

    /** Whether {@code yymmdd} stands at {@code start}. */
    static boolean isYearMonthDay(String number, int start) {
        return isDay(two(number, start + 2), two(number, start + 4));
    }

    /** Whether {@code ddmmyy} stands at {@code start}. */
    static boolean isDayMonthYear(String number, int start) {
        return isDay(two(number, start + 2), two(number, start));
    }

    /** The number that two digits make. */
    static int two(String number, int start) {
        return 10 * Weights.digit(number, start) + Weights.digit(number, start + 1);
    }
}
