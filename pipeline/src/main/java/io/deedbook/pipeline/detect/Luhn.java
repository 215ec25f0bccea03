// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** The check digit of ISO/IEC 7812-1 annex B. */
final class Luhn {
    private Luhn() {}

    /** Whether the last of the first {@code count} digits is the check digit of those before it. */
    static boolean holds(CharSequence digits, int count) {
        var sum = 0;
        for (var index = 0; index < count; index++) {
            var digit = digits.charAt(count - 1 - index) - '0';
            var weighted = index % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
