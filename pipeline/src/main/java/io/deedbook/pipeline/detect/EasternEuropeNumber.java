// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Numbers that the states of northern and eastern Europe give: which are possible. */
final class EasternEuropeNumber {
    private static final String HETU_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private EasternEuropeNumber() {}

    /** Polish PESEL: date (months plus 20, 40, 60 or 80 for the century) and a weighted sum modulo 10. */
    static boolean pesel(String number) {
        return BirthDate.isDay(BirthDate.two(number, 2) % 20, BirthDate.two(number, 4))
                && Weights.sum(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    /** Polish NIP: modulo 11. */
    static boolean nip(String number) {
        return number.charAt(0) != '0'
                && Weights.sum(number, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == Weights.digit(number, 9);
    }

    /** Swedish personnummer of ten or twelve digits: date (days plus 60 for coordination numbers) and Luhn. */
    static boolean personnummer(String number) {
        var ten = number.substring(number.length() - 10);
        var day = BirthDate.two(ten, 4);
        var century = number.length() == 10 || number.startsWith("19") || number.startsWith("20");
        return century && BirthDate.isDay(BirthDate.two(ten, 2), day > 60 ? day - 60 : day) && Luhn.holds(ten, 10);
    }

    /** As {@link #personnummer}, but of a year from which few dates in file names are. */
    static boolean personnummerOfOldDate(String number) {
        var year = BirthDate.two(number, number.length() - 10);
        return (year < 15 || year > 29 || number.startsWith("19")) && personnummer(number);
    }

    /** Norwegian birth number: date (days plus 40 for D-numbers) and two check digits modulo 11. */
    static boolean fodselsnummer(String number) {
        var day = BirthDate.two(number, 0);
        return BirthDate.isDay(BirthDate.two(number, 2), day > 40 ? day - 40 : day)
                && Weights.sum(number, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                && Weights.sum(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }

    /** Danish CPR number: the date of birth. Since 2007 numbers are given that fail the check modulo 11. */
    static boolean cpr(String number) {
        return BirthDate.isDayMonthYear(number, 0);
    }

    /** As {@link #cpr}, with the check of the numbers until 2007. */
    static boolean cprOldStyle(String number) {
        return cpr(number) && Weights.sum(number, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }

    /**
     * Finnish identity code: date, and a sign for the remainder modulo 31; the sign of the century is the seventh if a
     * letter.
     */
    static boolean hetu(String number) {
        var serial = number.length() == 11 ? 7 : 6;
        if (number.length() == 11 && "ABCDEFYXWVU".indexOf(number.charAt(6)) < 0) {
            return false;
        }
        var digits = number.substring(0, 6) + number.substring(serial, serial + 3);
        return digits.chars().allMatch(unit -> Ascii.isDigit((char) unit))
                && BirthDate.isDayMonthYear(number, 0)
                && HETU_SIGNS.charAt(Integer.parseInt(digits) % 31) == number.charAt(serial + 3);
    }

    /** Romanian CNP: sex and century, date, county, modulo 11. */
    static boolean cnp(String number) {
        var county = BirthDate.two(number, 7);
        var check = Weights.sum(number, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return number.charAt(0) != '0'
                && BirthDate.isYearMonthDay(number, 1)
                && ((county >= 1 && county <= 52) || county == 70)
                && !number.startsWith("000", 9)
                && (check == 10 ? 1 : check) == Weights.digit(number, 12);
    }

    /**
     * Czech and Slovak birth number of ten digits: date (months plus 50 for women, plus 20 when serials ran out),
     * modulo 11.
     */
    static boolean rodneCislo(String number) {
        var month = BirthDate.two(number, 2) % 50;
        var year = BirthDate.two(number, 0);
        var first = Long.parseLong(number.substring(0, 9)) % 11 % 10;
        return BirthDate.isDay(month > 20 ? month - 20 : month, BirthDate.two(number, 4))
                && (year >= 54 || year < 40)
                && first == Weights.digit(number, 9);
    }

    /** Bulgarian EGN: date (months plus 20 or 40 for the century), modulo 11. */
    static boolean egn(String number) {
        var month = BirthDate.two(number, 2);
        return month < 60
                && BirthDate.isDay(month % 20, BirthDate.two(number, 4))
                && Weights.sum(number, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == Weights.digit(number, 9);
    }

    /** Hungarian TAJ: modulo 10. */
    static boolean taj(String number) {
        return !number.startsWith("000")
                && Weights.sum(number, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == Weights.digit(number, 8);
    }
}
