// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Telephone numbers: which are possible, by what libphonenumber knows of the plans of all countries. */
final class PhoneNumber {
    private static final int DIGITS_MIN = 7;
    private static final int DIGITS_MAX = 15;
    private static final int NATIONAL_DIGITS_MIN = 9;
    private static final int NAMED_DIGITS_MAX = 12;
    private static final int BARE_DIGITS_MIN = 8;
    private static final int GROUPS_MAX = 7;
    private static final int SEPARATORS_MAX = 2;
    private static final int ENDS_TRIED_MAX = 3;
    /** Those that write numbers with a zero in front; the first that knows a number is enough. */
    private static final List<String> REGIONS = List.of("GB", "DE", "FR", "ID", "JP", "AU", "NL", "KR", "SE", "ZA");

    private static final int ROW_UNITS = 4;
    /** How many digits the groups of a code of a drug have. */
    private static final Set<String> DRUG_CODES = Set.of("5 4 2", "5 3 2");

    private static final String SOCIAL_SECURITY = "3 2 4";
    /** libphonenumber's region of codes that no country has. */
    private static final String UNKNOWN = "ZZ";

    private PhoneNumber() {}

    /** Takes as many groups as a number in international form can have. */
    static @Nullable Span international(String text, int start, int end) {
        var ends = ends(text, start + 1, end, DIGITS_MIN, DIGITS_MAX);
        for (var tried = 0; tried < Math.min(ENDS_TRIED_MAX, ends.size()); tried++) {
            var to = ends.get(ends.size() - 1 - tried);
            if (isPossible(Ascii.digits(text, start, to))) {
                return new Span(start, to);
            }
        }
        return null;
    }

    /** A national number with a trunk prefix, which has nine digits or more. */
    static @Nullable Span national(String text, int start, int end) {
        var ends = ends(text, start, end, NATIONAL_DIGITS_MIN, NAMED_DIGITS_MAX);
        if (ends.isEmpty()) {
            return null;
        }
        var to = ends.get(ends.size() - 1);
        return isDate(text, start, to)
                        || isSplitAt(text, to)
                        || isInRow(text, start)
                        || isNoTrunk(text, start, to)
                        || groups(text, start, to).equals(SOCIAL_SECURITY)
                ? null
                : new Span(start, to);
    }

    /**
     * Whether digits can be a number that a word calls one: no year with a date behind it, and no few digits by
     * themselves.
     */
    static boolean namedAhead(String text, int start, int end) {
        var from = start + (text.charAt(start) == '(' ? 1 : 0);
        var to = from;
        while (Ascii.isDigitAt(text, to)) {
            to++;
        }
        var dashed = to < text.length() && (text.charAt(to) == '-' || text.charAt(to) == '/');
        var year = to - from == 4 && dashed && (text.startsWith("19", from) || text.startsWith("20", from));
        var alone = to == start + DIGITS_MIN && !Ascii.isDigitAt(text, to + 1) && !Ascii.isDigitAt(text, to + 2);
        return !year && !alone;
    }

    /** A number that a word near it calls one: no date, no address, no time. */
    static @Nullable Span named(String text, int start, int end) {
        var digitsMax = text.startsWith("00", start) ? DIGITS_MAX : NAMED_DIGITS_MAX;
        var ends = ends(text, start, end, DIGITS_MIN, digitsMax);
        if (ends.isEmpty() || !namedAhead(text, start, start)) {
            return null;
        }
        var to = ends.get(ends.size() - 1);
        var digits = Ascii.digits(text, start, to).length();
        var bare = digits == to - start;
        var seconds = bare && digits == 10 && text.charAt(start) == '1';
        return (bare && digits < BARE_DIGITS_MIN)
                        || seconds
                        || isSplitAt(text, to)
                        || isDate(text, start, to)
                        || isDotted(text, start, to)
                        || DRUG_CODES.contains(groups(text, start, to))
                        || isInRow(text, start)
                ? null
                : new Span(start, to);
    }

    /** Whether some country has such a number. */
    static boolean isAssigned(String text, Span span) {
        return REGIONS.stream().anyMatch(region -> isAssigned(text, span, region));
    }

    /** Whether a country has such a number: in its plan, and not only as long as those. */
    static boolean isAssigned(String text, Span span, String region) {
        var plans = PhoneNumberUtil.getInstance();
        var digits = Ascii.digits(text, span.start(), span.end());
        var number = new Phonenumber.PhoneNumber()
                .setCountryCode(plans.getCountryCodeForRegion(region))
                .setNationalNumber(Long.parseLong(digits));
        return plans.isValidNumberForRegion(number, region);
    }

    /** Whether digits are as long as a number of the country whose code they begin with. */
    private static boolean isPossible(String digits) {
        var plans = PhoneNumberUtil.getInstance();
        for (var length = 1; length <= 3; length++) {
            var code = Integer.parseInt(digits.substring(0, length));
            if (!UNKNOWN.equals(plans.getRegionCodeForCountryCode(code))) {
                var national = digits.substring(length);
                var number =
                        new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
                return plans.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
            }
        }
        return false;
    }

    /** Where groups of digits end with so many digits before. */
    private static List<Integer> ends(String text, int start, int end, int digitsMin, int digitsMax) {
        var ends = new ArrayList<Integer>();
        var digits = 0;
        var groups = 0;
        var separators = 1;
        for (var index = start; index < end && digits < digitsMax; index++) {
            if (!Ascii.isDigit(text.charAt(index))) {
                separators++;
                continue;
            }
            groups += separators > 0 ? 1 : 0;
            if (groups > GROUPS_MAX || separators > SEPARATORS_MAX) {
                break;
            }
            separators = 0;
            digits++;
            if (digits >= digitsMin && Edge.WORD.allowsEnd(text, index + 1)) {
                ends.add(index + 1);
            }
        }
        return ends;
    }

    /** Whether a group of four signs with a digit stands right before, as in dumps and in longer numbers. */
    private static boolean isInRow(String text, int start) {
        var end = start - 1;
        if (end < ROW_UNITS
                || text.charAt(start) == '('
                || text.charAt(end) != ' '
                || Ascii.isAlphanumericAt(text, end - ROW_UNITS - 1)) {
            return false;
        }
        var digits = 0;
        for (var index = end - ROW_UNITS; index < end; index++) {
            if (!Ascii.isAlphanumericAt(text, index)) {
                return false;
            }
            digits += Ascii.isDigitAt(text, index) ? 1 : 0;
        }
        return digits > 0;
    }

    /** Two zeros with no country behind them, or a group of nothing but zeros. */
    private static boolean isNoTrunk(String text, int start, int end) {
        var digits = Ascii.digits(text, start, end);
        return text.substring(start, end).contains("0000 ")
                || text.startsWith("0000", end - 4)
                || (digits.startsWith("00") && !isPossible(digits.substring(2)));
    }

    /** Whether more digits follow right behind a separator. */
    private static boolean isSplitAt(String text, int end) {
        return end < text.length() && "-./".indexOf(text.charAt(end)) >= 0 && Ascii.isDigitAt(text, end + 1);
    }

    /** A date, year first or last. */
    private static boolean isDate(String text, int start, int end) {
        var parts = groups(text, start, end);
        return parts.equals("4 2 2") || parts.equals("2 2 4") || parts.startsWith("4 2 2 2");
    }

    /** An address of the Internet Protocol or a version. */
    private static boolean isDotted(String text, int start, int end) {
        var dots = 0;
        for (var index = start; index < end; index++) {
            dots += text.charAt(index) == '.' ? 1 : 0;
        }
        return dots == 3 && groups(text, start, end).split(" ", -1).length == 4;
    }

    private static String groups(String text, int start, int end) {
        var groups = new StringBuilder();
        var length = 0;
        for (var index = start; index <= end; index++) {
            if (index < end && Ascii.isDigit(text.charAt(index))) {
                length++;
            } else if (length > 0) {
                groups.append(groups.isEmpty() ? "" : " ").append(length);
                length = 0;
            }
        }
        return groups.toString();
    }
}
