// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Numbers that a state gives to a person: which are possible. */
final class NationalNumber {
    private static final String PROVINCES =
            " 11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95"
                    + " 96 ";

    private NationalNumber() {}

    /** US social security numbers: what was never given, and one separator (SSA, since 2011 areas say no more). */
    static @Nullable Span socialSecurity(String text, int start, int end) {
        var number = Ascii.digits(text, start, end);
        var possible = !number.startsWith("000")
                && !number.startsWith("666")
                && !number.startsWith("9")
                && !number.startsWith("00", 3)
                && !number.endsWith("0000");
        var oneSeparator = end - start == 9 || text.charAt(start + 3) == text.charAt(start + 6);
        return possible && oneSeparator ? new Span(start, end) : null;
    }

    /** Indonesian population numbers (NIK). */
    static @Nullable Span nik(String text, int start, int end) {
        return isNik(text.substring(start, end)) ? new Span(start, end) : null;
    }

    /**
     * Indonesian taxpayer numbers (NPWP): fifteen digits, or since 2024 sixteen: the old number after a zero, or a
     * person's population number.
     */
    static @Nullable Span npwp(String text, int start, int end) {
        var number = Ascii.digits(text, start, end);
        if (number.length() == 16) {
            if (number.charAt(0) != '0') {
                return nik(text, start, end);
            }
            number = number.substring(1);
        }
        var possible = number.length() == 15
                && !number.startsWith("00")
                && !number.startsWith("000", 9)
                && Luhn.holds(number, 9);
        return possible ? new Span(start, end) : null;
    }

    /** Province, regency or city, district, date of birth (day + 40 for women), serial number. */
    private static boolean isNik(String number) {
        var regency = Integer.parseInt(number.substring(2, 4));
        var isRegency = (regency >= 1 && regency <= 40) || (regency >= 71 && regency <= 79);
        return PROVINCES.contains(' ' + number.substring(0, 2) + ' ')
                && isRegency
                && !number.startsWith("00", 4)
                && !number.endsWith("0000")
                && isDate(number.substring(6, 12));
    }

    private static boolean isDate(String number) {
        var day = Integer.parseInt(number.substring(0, 2));
        try {
            LocalDate.of(
                    2000 + Integer.parseInt(number.substring(4)),
                    Integer.parseInt(number.substring(2, 4)),
                    day > 40 ? day - 40 : day);
            return true;
        } catch (DateTimeException e) {
            // 29 February is not in 2000 + yy exactly when it is not in 1900 + yy, but for 1900 itself
            return false;
        }
    }
}
