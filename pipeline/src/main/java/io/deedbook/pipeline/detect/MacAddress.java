// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** Hardware addresses of network interfaces (IEEE 802), but for those that are everyone's or no one's. */
final class MacAddress {
    private static final int OCTETS = 6;
    private static final int OCTET_CHARS = 3;
    private static final int CHARS = OCTETS * OCTET_CHARS - 1;

    private MacAddress() {}

    /** Whether the separator at {@code start} is the first of five in their places. */
    static boolean ahead(String text, int start, int end) {
        var unit = text.charAt(start);
        for (var octet = 1; octet < OCTETS - 1; octet++) {
            var index = start + octet * OCTET_CHARS;
            if (index + 2 >= text.length() || text.charAt(index) != unit) {
                return false;
            }
        }
        return start >= 2;
    }

    /** Whether the dot at {@code start} is the first of two between groups of four digits. */
    static boolean dotAhead(String text, int start, int end) {
        return start >= 4
                && start + 10 <= text.length()
                && text.charAt(start + 5) == '.'
                && Ascii.isHex(text.charAt(start - 4))
                && Ascii.isHex(text.charAt(start + 9));
    }

    /** An address with a letter in it, so that dates and times stay; not a part of a fingerprint; of one interface. */
    static @Nullable Span validate(String text, int start, int end) {
        var separator = text.charAt(start + 2);
        var continues = separator == ':' || separator == '-';
        if (continues && end - start == CHARS) {
            var isPart = (start > 0 && text.charAt(start - 1) == separator)
                    || (end < text.length()
                            && text.charAt(end) == separator
                            && end + 1 < text.length()
                            && Ascii.isHex(text.charAt(end + 1)));
            if (isPart) {
                return null;
            }
        }
        var letters = 0;
        var zeros = 0;
        var ones = 0;
        for (var index = start; index < end; index++) {
            var unit = text.charAt(index);
            letters += Ascii.isLetter(unit) ? 1 : 0;
            zeros += unit == '0' ? 1 : 0;
            ones += unit == 'f' || unit == 'F' ? 1 : 0;
        }
        var digits = 2 * OCTETS;
        return letters > 0 && zeros < digits && ones < digits ? new Span(start, end) : null;
    }
}
