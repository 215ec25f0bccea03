// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import org.jspecify.annotations.Nullable;

/** Reads numbers from the texts of a record, because clients send the same number as text, integer or decimal. */
final class Numbers {
    private static final int CHARS_MAX = 32;

    private Numbers() {}

    /** The number that {@code text} is, or null. Decimal notation only: neither hexadecimal nor NaN. */
    static @Nullable Double parse(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return null;
        }
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if ((unit < '0' || unit > '9') && "+-.eE".indexOf(unit) < 0) {
                return null;
            }
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
