// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dates as people write them: which are days of a life. */
final class WrittenDate {
    static final Shape SHAPE = Shape.of(
            "9999-99-99",
            "9999/99/99",
            "9999.99.99",
            "99/99/9999",
            "99.99.9999",
            "99-99-9999",
            "99/9/9999",
            "9/99/9999",
            "9/9/9999",
            "99.9.9999",
            "9.99.9999",
            "9.9.9999",
            "9999-9-99",
            "9999-99-9",
            "9999-9-9",
            "9999/9/99",
            "9999/99/9",
            "9999/9/9",
            "9999.9.99",
            "9999.99.9",
            "9999.9.9",
            "99/99/99",
            "99.99.99");
    /** Numbers with a year of two or four digits, or the name of a month in the languages of western Europe. */
    static final String PATTERN =
            "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})"
                    + "|[0-9]{1,2}(?:st|nd|rd|th|er|\\.|\\x{ba})?[ -](?:de )?(?i:" + months()
                    + ")[.,]?[ -](?:de |del )?[0-9]{4}"
                    + "|(?i:" + months() + ")\\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}|(?:19|20)[0-9]{6}";

    static final int CHARS_MAX = 40;
    /** The day before the name of a month. */
    static final String DAY_FIRST = "[0-9]{1,2}(?:st|nd|rd|th|er|\\.|\\x{ba})?[ -](?:de |of )?(?i:" + months()
            + ")[.,]?[ -](?:de |del )?[0-9]{4}";
    /** Year, month and day as China, Japan and Korea write them; the year also as one of a reign. */
    static final String EASTERN =
            "(?:(?:19|20)[0-9]{2}|[0-9]{1,2}) ?[\\x{5e74}\\x{b144}] ?[0-9]{1,2} ?[\\x{6708}\\x{c6d4}] ?[0-9]{1,2} ?"
                    + "[\\x{65e5}\\x{c77c}]";
    /** The name of a month before the day. */
    static final String MONTH_FIRST =
            "(?i:january|february|march|april|may|june|july|august|september|october|november|december"
                    + "|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?) [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}";
    /** What {@link #MONTH_FIRST} begins with. */
    static final String[] MONTHS = {
        "january ",
        "february ",
        "march ",
        "april ",
        "may ",
        "june ",
        "july ",
        "august ",
        "september ",
        "october ",
        "november ",
        "december ",
        "jan ",
        "feb ",
        "mar ",
        "apr ",
        "jun ",
        "jul ",
        "aug ",
        "sep ",
        "sept ",
        "oct ",
        "nov ",
        "dec ",
        "jan. ",
        "feb. ",
        "mar. ",
        "apr. ",
        "jun. ",
        "jul. ",
        "aug. ",
        "sep. ",
        "sept. ",
        "oct. ",
        "nov. ",
        "dec. "
    };

    private static final List<String> SUFFIXES = List.of("st", "nd", "rd", "th", "er", ".", "\u00ba");
    /** What names of months begin with. */
    private static final String INITIALS = "jfmasondeglkcwps";

    private static final int YEAR_MIN = 1900;
    private static final int YEAR_MAX = 2099;

    private WrittenDate() {}

    /** Whether a date that is only numbers stands here, without a time of day behind it. */
    static boolean ahead(String text, int start, int end) {
        var dateEnd = SHAPE.endAt(text, start);
        return dateEnd > 0 && !hasTime(text, dateEnd) && validate(text, start, dateEnd) != null;
    }

    /** Whether eight digits that are a day of a life stand here. */
    static boolean compactAhead(String text, int start, int end) {
        return DigitGroups.endOfDigits(text, start) == start + 8 && isDay(text.substring(start, start + 8));
    }

    /** Whether the word for year follows digits. */
    static boolean easternAhead(String text, int start, int end) {
        var digits = DigitGroups.endOfDigits(text, start);
        var year = digits + (text.startsWith(" ", digits) ? 1 : 0);
        return year < text.length() && (text.charAt(year) == '\u5e74' || text.charAt(year) == '\ub144');
    }

    /** Whether a day and the beginning of the name of a month stand here. */
    static boolean dayFirstAhead(String text, int start, int end) {
        var index = start;
        while (index < start + 3 && Ascii.isDigitAt(text, index)) {
            index++;
        }
        for (var suffix : SUFFIXES) {
            if (text.startsWith(suffix, index)) {
                index += suffix.length();
                break;
            }
        }
        if (!text.startsWith(" ", index) && !text.startsWith("-", index)) {
            return false;
        }
        index += text.startsWith("de ", index + 1) || text.startsWith("of ", index + 1) ? 4 : 1;
        return index < text.length() && INITIALS.indexOf(Ascii.folded(text.charAt(index)) | 0x20) >= 0;
    }

    /** Whether a digit follows the name of the month. */
    static boolean monthFirstAhead(String text, int start, int end) {
        return Ascii.isDigitAt(text, end) && Edge.NUMBER.allowsStart(text, start);
    }

    static @Nullable Span validate(String text, int start, int end) {
        var digits = Ascii.digits(text, start, end);
        var named = false;
        for (var index = start; index < end; index++) {
            named |= Ascii.isLetter(text.charAt(index));
        }
        return !hasTime(text, end) && (named || isDay(digits)) ? new Span(start, end) : null;
    }

    private static boolean hasTime(String text, int end) {
        return end + 3 < text.length()
                && (text.charAt(end) == ' ' || text.charAt(end) == 'T')
                && Ascii.isDigit(text.charAt(end + 1))
                && Ascii.isDigit(text.charAt(end + 2))
                && text.charAt(end + 3) == ':';
    }

    /** The year first or last, and whichever of the others the month. */
    private static boolean isDay(String digits) {
        if (digits.length() < 6) {
            return digits.length() > 3;
        }
        if (digits.length() < 8) {
            return isYear(digits, digits.length() - 4)
                    || isYear(digits, 0)
                    || (digits.length() == 6 && isShort(digits));
        }
        var yearFirst = isYear(digits, 0) && BirthDate.isDay(BirthDate.two(digits, 4), BirthDate.two(digits, 6));
        return yearFirst || (isYear(digits, 4) && isDayAndMonth(BirthDate.two(digits, 0), BirthDate.two(digits, 2)));
    }

    /** The year in two digits, first or last. */
    private static boolean isShort(String digits) {
        return isDayAndMonth(BirthDate.two(digits, 0), BirthDate.two(digits, 2)) || BirthDate.isYearMonthDay(digits, 0);
    }

    private static boolean isDayAndMonth(int one, int other) {
        return BirthDate.isDay(one, other) || BirthDate.isDay(other, one);
    }

    private static boolean isYear(String digits, int start) {
        var year = 100 * BirthDate.two(digits, start) + BirthDate.two(digits, start + 2);
        return year >= YEAR_MIN && year <= YEAR_MAX;
    }

    private static String months() {
        return "(?:jan|feb|f\\x{e9}v|fev|mar|m\\x{e4}r|mrt|apr|avr|abr|may|mai|mei|maj|mag|jun|juin|giu|jul|juil|lug|aug|ao\\x{fb}|ago"
                + "|sep|set|oct|okt|ott|out|nov|dec|dez|d\\x{e9}c|dic|ene|gen"
                + "|sty|lut|kwi|cze|lip|sie|wrz|pa\\x{17a}|lis|gru|agu|des)[a-z\\x{e0}-\\x{17f}]{0,9}";
    }
}
