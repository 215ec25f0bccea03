// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** Payment card numbers: issuer ranges (ISO/IEC 7812), lengths and the check digit. */
final class CardNumber {
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;

    private static final int GROUP_DIGITS_MIN = 2;

    private CardNumber() {}

    /** Takes a card number that is written as cards are: 15 or 16 digits at once, or in their groups. */
    static @Nullable Span usual(String text, int start, int end) {
        var span = any(text, start, end);
        if (span == null || isGrouped(text, span)) {
            return span;
        }
        var digits = Ascii.digits(text, span.start(), span.end()).length();
        return span.length() == digits && (digits == 15 || digits == 16) ? span : null;
    }

    /** Takes the longest card number that ends with a group of digits. */
    static @Nullable Span any(String text, int start, int end) {
        var digits = new StringBuilder(DIGITS_MAX);
        var group = 0;
        Span longest = null;
        for (var index = start; index < end && digits.length() < DIGITS_MAX; index++) {
            var unit = text.charAt(index);
            if (!Ascii.isDigit(unit)) {
                if (group < GROUP_DIGITS_MIN) {
                    break;
                }
                group = 0;
                continue;
            }
            group++;
            digits.append(unit);
            if (digits.length() >= DIGITS_MIN
                    && Edge.FRACTION.allowsEnd(text, index + 1)
                    && isIssued(digits)
                    && Luhn.holds(digits, digits.length())) {
                longest = new Span(start, index + 1);
            }
        }
        return longest;
    }

    /** Whether the groups are those on cards, with one kind of separator. */
    private static boolean isGrouped(String text, Span span) {
        var groups = new StringBuilder();
        var group = 0;
        var separator = '\0';
        for (var index = span.start(); index < span.end(); index++) {
            var unit = text.charAt(index);
            if (Ascii.isDigit(unit)) {
                group++;
            } else {
                if (separator != '\0' && separator != unit) {
                    return false;
                }
                separator = unit;
                groups.append(group).append(' ');
                group = 0;
            }
        }
        return switch (groups.append(group).toString()) {
            case "4 4 4 4", "4 6 5", "4 6 4", "4 4 4 4 3", "4 4 4 1", "4 3 3 3", "4 4 5", "8 8", "6 10", "6 13" -> true;
            default -> false;
        };
    }

    private static boolean isIssued(CharSequence digits) {
        var count = digits.length();
        var two = prefix(digits, 2);
        var three = prefix(digits, 3);
        var four = prefix(digits, 4);
        if (two / 10 == 4) { // Visa
            return count == 13 || count == 16 || count == 19;
        }
        if (two == 34 || two == 37) { // American Express
            return count == 15;
        }
        if ((three >= 300 && three <= 305) || four == 3095 || two == 36 || two == 38 || two == 39) { // Diners Club
            return count == 14 || count == 16;
        }
        if (isMaestro(four)) {
            return true;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) { // Mastercard
            return count == 16;
        }
        return count >= 16
                && (two == 60 // Discover, RuPay
                        || two == 65
                        || (three >= 644 && three <= 649)
                        || two == 62 // UnionPay
                        || (four >= 3528 && four <= 3589) // JCB
                        || (four >= 2200 && four <= 2204) // Mir
                        || three == 508); // RuPay
    }

    private static boolean isMaestro(int four) {
        return switch (four) {
            case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
            default -> false;
        };
    }

    private static int prefix(CharSequence digits, int count) {
        var number = 0;
        for (var index = 0; index < count; index++) {
            number = number * 10 + digits.charAt(index) - '0';
        }
        return number;
    }
}
