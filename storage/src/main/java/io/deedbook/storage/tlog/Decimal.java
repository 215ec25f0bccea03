// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

/** Decimal numbers with the one spelling that the C2SP formats allow: digits, no sign, no leading zero. */
final class Decimal {
    private static final int DIGITS_MAX = 19;

    private Decimal() {}

    /** @throws MalformedException with {@code reason} for anything but 0 to 2^63 − 1 in its one spelling */
    static long parse(String text, String reason) {
        if (text.isEmpty() || text.length() > DIGITS_MAX || (text.charAt(0) == '0' && text.length() > 1)) {
            throw new MalformedException(reason);
        }
        for (var position = 0; position < text.length(); position++) {
            if (text.charAt(position) < '0' || text.charAt(position) > '9') {
                throw new MalformedException(reason);
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException(reason);
        }
    }
}
