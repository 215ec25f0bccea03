// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Numbers of patients, insured people and those who treat them: which are possible. */
final class HealthNumber {
    private static final String DEA_KINDS = "ABCDEFGHJKLMNPRSTUX";
    private static final String MBI_NEVER = "SLOIBZ";

    private HealthNumber() {}

    /** UK NHS number: modulo 11. */
    static boolean nhs(String number) {
        var check = 11 - Weights.sum(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return !Weights.isOneDigit(number) && (check == 11 ? 0 : check) == Weights.digit(number, 9);
    }

    /** Australian Medicare card: the ninth digit checks the first eight; the tenth counts the cards. */
    static boolean medicare(String number) {
        return number.charAt(0) >= '2'
                && number.charAt(0) <= '6'
                && number.charAt(9) != '0'
                && Weights.sum(number, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == Weights.digit(number, 8);
    }

    /** US NPI: Luhn after the prefix 80840. */
    static boolean npi(String number) {
        return number.charAt(0) < '3' && number.charAt(0) > '0' && Luhn.holds("80840" + number, 15);
    }

    /** US DEA number: kind of registrant, and a weighted sum. */
    static boolean dea(String number) {
        return DEA_KINDS.indexOf(number.charAt(0)) >= 0
                && !number.startsWith("000000", 2)
                && Weights.sumFrom(number, 2, 1, 2, 1, 2, 1, 2) % 10 == Weights.digit(number, 8);
    }

    /** US Medicare beneficiary identifier: letters that are given. */
    static boolean mbi(String number) {
        for (var index = 1; index < number.length(); index++) {
            if (MBI_NEVER.indexOf(number.charAt(index)) >= 0) {
                return false;
            }
        }
        return number.charAt(0) != '0';
    }
}
