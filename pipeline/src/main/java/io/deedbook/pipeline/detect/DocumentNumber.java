// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Numbers of documents: which are possible. */
final class DocumentNumber {
    private static final String VAT_UNCHECKED = " BG CY CZ EE LT LV MT RO SK GB XI ";
    private static final int PASSPORT_DIGITS_MIN = 3;

    private DocumentNumber() {}

    /** Passports: a few digits among the letters. */
    static boolean passport(String number) {
        return number.chars().filter(unit -> Ascii.isDigit((char) unit)).count() >= PASSPORT_DIGITS_MIN;
    }

    /**
     * UK driving licences: the date of birth around the digits of the year, months plus 50 for women; short names end
     * in nines.
     */
    static boolean ukLicence(String number) {
        var month = BirthDate.two(number, 6) % 50;
        return BirthDate.isDay(month, BirthDate.two(number, 8));
    }

    /** VAT numbers of countries whose check digits are not checked here: the country. */
    static boolean vatUnchecked(String number) {
        return VAT_UNCHECKED.contains(' ' + number.substring(0, 2) + ' ');
    }
}
