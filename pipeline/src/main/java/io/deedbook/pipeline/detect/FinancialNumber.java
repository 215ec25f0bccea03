// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Numbers of banks and accounts: which are possible. */
final class FinancialNumber {
    private FinancialNumber() {}

    /** US routing number of the ABA: the district of the Federal Reserve, and weights 3, 7, 1. */
    static boolean routing(String number) {
        var district = BirthDate.two(number, 0);
        var given = (district <= 12
                || (district >= 21 && district <= 32)
                || (district >= 61 && district <= 72)
                || district == 80);
        return given && !number.startsWith("0000") && Weights.sum(number, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
    }

    /** Canadian transit number: the institutions that the clearing association gives. */
    static boolean transit(String number) {
        var institution = Integer.parseInt(number.substring(5));
        return (institution >= 1 && institution <= 399) || (institution >= 500 && institution <= 899);
    }

    /** Mexican CLABE: weights 3, 7, 1. */
    static boolean clabe(String number) {
        var sum = 0;
        for (var index = 0; index < 17; index++) {
            sum += Weights.digit(number, index) * (index % 3 == 0 ? 3 : index % 3 == 1 ? 7 : 1) % 10;
        }
        return !number.startsWith("000") && (10 - sum % 10) % 10 == Weights.digit(number, 17);
    }
}
