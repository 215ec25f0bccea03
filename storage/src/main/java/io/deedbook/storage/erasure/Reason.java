// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

/** Why somebody erases or holds, in the person's own words. */
final class Reason {
    private static final int CHARS_MAX = 200;

    private Reason() {}

    /** A reason that grew longer than a reason may be. */
    static String cut(String reason) {
        return reason.substring(0, Math.min(reason.length(), CHARS_MAX));
    }

    /** The reason as it is; it must be one line, and not long. */
    static String checked(String reason) {
        if (reason.isBlank() || reason.length() > CHARS_MAX || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A reason is needed: one line of at most " + CHARS_MAX + " characters, such as art17.");
        }
        return reason;
    }
}
