// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** The check digits of ISO/IEC 7064. */
final class Iso7064 {
    private Iso7064() {}

    /** MOD 11,10 over digits, the last of which is the check digit. */
    static boolean mod1110(String digits) {
        var product = 10;
        for (var index = 0; index < digits.length() - 1; index++) {
            var sum = (product + Weights.digit(digits, index)) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (product + Weights.digit(digits, digits.length() - 1)) % 10 == 1;
    }

    /** MOD 11-2 over digits, the last of which may be an X. */
    static boolean mod112(String number) {
        var remainder = 0;
        for (var index = 0; index < number.length() - 1; index++) {
            remainder = (remainder + Weights.digit(number, index)) * 2 % 11;
        }
        var check = (12 - remainder) % 11;
        return number.charAt(number.length() - 1) == (check == 10 ? 'X' : (char) ('0' + check));
    }
}
