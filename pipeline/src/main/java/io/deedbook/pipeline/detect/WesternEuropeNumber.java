// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers that the states of western and southern Europe give: which are possible. */
final class WesternEuropeNumber {
    private static final int CODICE_CHARS = 16;
    private static final String NINO_FIRST = "ABCEGHJKLMNOPRSTWXYZ";
    private static final String NINO_SECOND = "ABCEGHJKLMNPRSTWXYZ";
    private static final String NINO_NEVER = " BG GB KN NK NT TN ZZ ";
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String PPS_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV";
    private static final String CODICE_MONTHS = "ABCDEHLMPRST";
    private static final String OMOCODIA = "LMNPQRSTUV";
    private static final int[] CODICE_DIGITS = {6, 7, 9, 10, 12, 13, 14};
    /** What the characters at odd places count: digits as the letters A to J, then A to Z. */
    private static final int[] CODICE_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private WesternEuropeNumber() {}

    /** UK national insurance: letters that are given. */
    static boolean nino(String number) {
        var prefix = number.substring(0, 2);
        var given = NINO_FIRST.indexOf(number.charAt(0)) >= 0
                && NINO_SECOND.indexOf(number.charAt(1)) >= 0
                && !NINO_NEVER.contains(' ' + prefix + ' ');
        return given && number.charAt(8) <= 'D';
    }

    /** UK taxpayer reference: the first digit checks the others. */
    static boolean utr(String number) {
        var remainder = Weights.sumFrom(number, 1, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11;
        return "21987654321".charAt(remainder) == number.charAt(0);
    }

    /** German tax id: one digit of the first ten stands twice or three times, at least one not at all. */
    static boolean steuerId(String number) {
        var counts = new int[10];
        for (var index = 0; index < 10; index++) {
            counts[Weights.digit(number, index)]++;
        }
        var twice = 0;
        var thrice = 0;
        for (var count : counts) {
            if (count > 3) {
                return false;
            }
            twice += count == 2 ? 1 : 0;
            thrice += count == 3 ? 1 : 0;
        }
        return number.charAt(0) != '0' && twice + thrice == 1 && Iso7064.mod1110(number);
    }

    /** French NIR: sex, month, department, and a key of two digits modulo 97; Corsica's 2A and 2B count 19 and 18. */
    static boolean nir(String number) {
        var month = BirthDate.two(number, 3);
        var monthExists = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        var digits = number.substring(0, 13).replace("2A", "19").replace("2B", "18");
        return "123478".indexOf(number.charAt(0)) >= 0
                && Ascii.isDigit(digits.charAt(6))
                && monthExists
                && !number.startsWith("00", 5)
                && !number.startsWith("000", 10)
                && 97 - Long.parseLong(digits) % 97 == BirthDate.two(number, 13);
    }

    /** Spanish DNI: a letter for the remainder modulo 23; a date of ISO 8601 in UTC is none. */
    static boolean dni(String number) {
        var digits = Integer.parseInt(number.substring(0, 8));
        var isDate = number.charAt(8) == 'Z'
                && (number.startsWith("19") || number.startsWith("20"))
                && BirthDate.isYearMonthDay(number, 2);
        return DNI_LETTERS.charAt(digits % 23) == number.charAt(8) && !isDate && digits > 0;
    }

    /** Spanish NIE: a DNI whose first digit is written X, Y or Z. */
    static boolean nie(String number) {
        var first = number.charAt(0) - 'X';
        return first >= 0 && first <= 2 && dni(first + number.substring(1));
    }

    /** As {@link #codiceFiscale}, in letters of any case and in groups. */
    static @Nullable Span spacedCodiceFiscale(String text, int start, int end) {
        var number = text.substring(start, end).replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        return number.length() == CODICE_CHARS && codiceFiscale(number) ? new Span(start, end) : null;
    }

    /**
     * Italian codice fiscale: month, day (plus 40 for women) and check letter, with letters for digits where two people
     * clash.
     */
    static boolean codiceFiscale(String number) {
        var digits = new StringBuilder(number);
        for (var place : CODICE_DIGITS) {
            var unit = number.charAt(place);
            var spelt = OMOCODIA.indexOf(unit);
            if (!Ascii.isDigit(unit) && spelt < 0) {
                return false;
            }
            digits.setCharAt(place, spelt < 0 ? unit : (char) ('0' + spelt));
        }
        var month = CODICE_MONTHS.indexOf(number.charAt(8)) + 1;
        var day = BirthDate.two(digits.toString(), 9);
        return BirthDate.isDay(month, day > 40 ? day - 40 : day) && codiceCheck(number) == number.charAt(15);
    }

    private static char codiceCheck(String number) {
        var sum = 0;
        for (var index = 0; index < 15; index++) {
            var unit = number.charAt(index);
            var value = Ascii.isDigit(unit) ? unit - '0' : unit - 'A';
            sum += index % 2 == 0 ? CODICE_ODD[value] : value;
        }
        return (char) ('A' + sum % 26);
    }

    /** Dutch BSN of eight or nine digits: the test of eleven. */
    static boolean bsn(String number) {
        var nine = number.length() == 8 ? '0' + number : number;
        return !Weights.isOneDigit(nine) && Weights.sum(nine, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    /**
     * Belgian national number: date (months of foreigners plus 20 or 40), and 97 less the remainder, after a 2 since
     * 2000.
     */
    static boolean rijksregister(String number) {
        var month = BirthDate.two(number, 2) % 20;
        var check = BirthDate.two(number, 9);
        var digits = Long.parseLong(number.substring(0, 9));
        var day = BirthDate.two(number, 4);
        return (BirthDate.isDay(month, day) || (month == 0 && day == 0))
                && BirthDate.two(number, 2) < 60
                && (97 - digits % 97 == check
                        || (digits < 400_000_000 && 97 - (2_000_000_000L + digits) % 97 == check));
    }

    /** Swiss OASI number: the check digit of EAN-13. */
    static boolean ahv(String number) {
        return Weights.sum(number, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
    }

    /** Austrian insurance number: the fourth digit checks the others; date of birth, whose month may be 13 to 15. */
    static boolean svnr(String number) {
        var check = Weights.sum(number, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11;
        var month = BirthDate.two(number, 6);
        return number.charAt(0) != '0'
                && check == Weights.digit(number, 3)
                && BirthDate.isDay(month > 12 && month < 16 ? 12 : month, BirthDate.two(number, 4));
    }

    /** Portuguese NIF: modulo 11. */
    static boolean nif(String number) {
        var check = 11 - Weights.sum(number, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return number.charAt(0) != '0' && (check > 9 ? 0 : check) == Weights.digit(number, 8);
    }

    /** Irish PPS number: a letter modulo 23, to which a second letter counts nine times. */
    static boolean pps(String number) {
        var sum = Weights.sum(number, 8, 7, 6, 5, 4, 3, 2);
        if (number.length() == 9) {
            var second = number.charAt(8);
            if (second > 'I' && "TWX".indexOf(second) < 0) {
                return false;
            }
            sum += second > 'I' ? 0 : 9 * (second - 'A' + 1);
        }
        return PPS_LETTERS.charAt(sum % 23) == number.charAt(7);
    }

    /** German identity card: serial number without vowels, and its check digit when it is written behind. */
    static boolean personalausweis(String number) {
        for (var index = 0; index < 9; index++) {
            if ("ABDEIOQSU".indexOf(number.charAt(index)) >= 0) {
                return false;
            }
        }
        return number.length() == 9 || Weights.sum(number, 7, 3, 1, 7, 3, 1, 7, 3, 1) % 10 == Weights.digit(number, 9);
    }

    /** Greek AMKA: date of birth and Luhn. */
    static boolean amka(String number) {
        return BirthDate.isDayMonthYear(number, 0) && Luhn.holds(number, 11);
    }
}
