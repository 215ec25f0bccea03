// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Map;

/** VAT numbers of the European Union: which are possible. */
final class VatNumber {
    /** The check of what stands behind the two letters of the country. */
    private static final Map<String, Check> CHECKED = Map.ofEntries(
            Map.entry("AT", VatNumber::austrian),
            Map.entry("BE", number -> number.length() == 10 && mod97(number)),
            Map.entry("DE", number -> number.length() == 9 && number.charAt(0) != '0' && Iso7064.mod1110(number)),
            Map.entry("DK", number -> number.length() == 8 && Weights.sum(number, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
            Map.entry("EL", VatNumber::greek),
            Map.entry("ES", VatNumber::spanish),
            Map.entry("FI", number -> number.length() == 8 && Weights.sum(number, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0),
            Map.entry("FR", VatNumber::french),
            Map.entry("HR", number -> number.length() == 11 && Iso7064.mod1110(number)),
            Map.entry("HU", number -> number.length() == 8 && Weights.sum(number, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0),
            Map.entry("IE", number -> hasLetterAtEnd(number, 8, 9) && WesternEuropeNumber.pps(number)),
            Map.entry("IT", number -> number.length() == 11 && Luhn.holds(number, 11)),
            Map.entry("LU", VatNumber::luxembourgish),
            Map.entry("NL", VatNumber::dutch),
            Map.entry("PL", number -> number.length() == 10 && EasternEuropeNumber.nip(number)),
            Map.entry("PT", number -> number.length() == 9 && WesternEuropeNumber.nif(number)),
            Map.entry("SE", number -> number.length() == 12 && number.endsWith("01") && Luhn.holds(number, 10)),
            Map.entry("SI", VatNumber::slovenian));

    private VatNumber() {}

    /** Whether the check digit of the country holds. */
    static boolean holds(String number) {
        var check = CHECKED.get(number.substring(0, 2));
        var national = number.substring(2);
        var letters =
                national.chars().filter(unit -> !Ascii.isDigit((char) unit)).count();
        var spelt = " AT ES IE NL ".contains(' ' + number.substring(0, 2) + ' ');
        return check != null && (letters == 0 || spelt) && check.holds(national);
    }

    private static boolean austrian(String number) {
        if (number.length() != 9 || number.charAt(0) != 'U') {
            return false;
        }
        var sum = 0;
        for (var index = 1; index < 8; index++) {
            var product = Weights.digit(number, index) * (index % 2 == 0 ? 2 : 1);
            sum += product / 10 + product % 10;
        }
        return (106 - sum) % 10 == Weights.digit(number, 8);
    }

    private static boolean mod97(String number) {
        return 97 - Long.parseLong(number.substring(0, 8)) % 97 == BirthDate.two(number, 8) && number.charAt(0) < '2';
    }

    private static boolean greek(String number) {
        return number.length() == 9
                && Weights.sum(number, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == Weights.digit(number, 8);
    }

    private static boolean spanish(String number) {
        if (number.length() != 9 || !hasDigits(number, 1, 8)) {
            return false;
        }
        if (Ascii.isDigit(number.charAt(0))) {
            return hasLetterAtEnd(number, 9, 9) && WesternEuropeNumber.dni(number);
        }
        if (number.charAt(0) >= 'X') {
            return hasLetterAtEnd(number, 9, 9) && WesternEuropeNumber.nie(number);
        }
        return "ABCDEFGHJNPQRSUVW".indexOf(number.charAt(0)) >= 0 && cif(number);
    }

    /** A company's: Luhn over the digits between, written as a digit or as a letter from J (0) to I (9). */
    private static boolean cif(String number) {
        for (var check = 0; check < 10; check++) {
            if (Luhn.holds(number.substring(1, 8) + check, 8)) {
                var unit = number.charAt(8);
                return unit == '0' + check || unit == "JABCDEFGHI".charAt(check);
            }
        }
        return false;
    }

    private static boolean french(String number) {
        return number.length() == 11
                && (12 + 3 * (Long.parseLong(number.substring(2)) % 97)) % 97 == BirthDate.two(number, 0)
                && Luhn.holds(number.substring(2), 9);
    }

    private static boolean luxembourgish(String number) {
        return number.length() == 8 && Integer.parseInt(number.substring(0, 6)) % 89 == BirthDate.two(number, 6);
    }

    /** Of companies the old number, a BSN; of people since 2020 a number modulo 97. */
    private static boolean dutch(String number) {
        if (number.length() != 12 || number.charAt(9) != 'B') {
            return false;
        }
        if (WesternEuropeNumber.bsn(number.substring(0, 9))) {
            return true;
        }
        // N, L and B count 23, 21 and 11
        var digits = "2321" + number.substring(0, 9) + "11" + number.substring(10);
        var remainder = 0;
        for (var index = 0; index < digits.length(); index++) {
            remainder = (remainder * 10 + Weights.digit(digits, index)) % 97;
        }
        return remainder == 1;
    }

    private static boolean slovenian(String number) {
        if (number.length() != 8) {
            return false;
        }
        var sum = Weights.sum(number, 8, 7, 6, 5, 4, 3, 2) % 11;
        return number.charAt(0) != '0' && sum != 0 && (11 - sum) % 10 == Weights.digit(number, 7);
    }

    private static boolean hasDigits(String number, int from, int to) {
        return number.substring(from, to).chars().allMatch(unit -> Ascii.isDigit((char) unit));
    }

    private static boolean hasLetterAtEnd(String number, int lengthMin, int lengthMax) {
        return number.length() >= lengthMin
                && number.length() <= lengthMax
                && !Ascii.isDigit(number.charAt(lengthMin - 1));
    }
}
