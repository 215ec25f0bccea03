// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** Latitudes and longitudes in degrees. */
final class Coordinates {
    static final int DECIMALS_MIN = 4;
    private static final int LATITUDE_MAX = 90;
    private static final int LONGITUDE_MAX = 180;

    private Coordinates() {}

    /** Whether a number with decimals enough and a comma stands here. */
    static boolean ahead(String text, int start, int end) {
        var index = start;
        while (Ascii.isDigitAt(text, index)) {
            index++;
        }
        var point = index;
        index++;
        while (Ascii.isDigitAt(text, index)) {
            index++;
        }
        return index - point > DECIMALS_MIN && (text.startsWith(",", index) || text.startsWith(" ,", index));
    }

    /** Takes a pair with its sign, unless the list goes on. */
    static @Nullable Span pair(String text, int start, int end) {
        var comma = text.indexOf(',', start);
        var goesOn = text.startsWith(",", end) && Ascii.isDigitAt(text, text.startsWith(", ", end) ? end + 2 : end + 1);
        var latitude = Double.parseDouble(text.substring(start, comma).trim());
        var longitude =
                Math.abs(Double.parseDouble(text.substring(comma + 1, end).trim()));
        var signed = start > 0 && text.charAt(start - 1) == '-';
        return latitude <= LATITUDE_MAX && longitude <= LONGITUDE_MAX && !goesOn && !isInList(text, start)
                ? new Span(signed ? start - 1 : start, end)
                : null;
    }

    private static boolean isInList(String text, int start) {
        var index = start - 1;
        while (index > 0 && (text.charAt(index) == ' ' || text.charAt(index) == '-')) {
            index--;
        }
        return index > 0 && text.charAt(index) == ',' && Ascii.isDigit(text.charAt(index - 1));
    }

    /** Takes one number. */
    static @Nullable Span one(String text, int start, int end) {
        return Math.abs(Double.parseDouble(text.substring(start, end))) <= LONGITUDE_MAX ? new Span(start, end) : null;
    }
}
