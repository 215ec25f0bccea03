// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

/** Shapes of strings in which nothing can be found, so that they need no scan and outlive a failed one. */
final class Shape {
    private static final int UUID_CHARS = 36;
    private static final int WORD_CHARS_MAX = 64;

    private Shape() {}

    /** A UUID as RFC 9562 writes it. */
    static boolean isUuid(String text) {
        if (text.length() != UUID_CHARS) {
            return false;
        }
        for (var index = 0; index < UUID_CHARS; index++) {
            var hyphen = index == 8 || index == 13 || index == 18 || index == 23;
            if (hyphen ? text.charAt(index) != '-' : !isHex(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** 16, 32, 40 or 64 hexadecimal digits, not all of them decimal: those could be the number of a card. */
    static boolean isHexId(String text) {
        var length = text.length();
        if (length != 16 && length != 32 && length != 40 && length != 64) {
            return false;
        }
        var letters = 0;
        for (var index = 0; index < length; index++) {
            if (!isHex(text.charAt(index))) {
                return false;
            }
            letters += text.charAt(index) > '9' ? 1 : 0;
        }
        return letters > 0;
    }

    /** Letters, underscores and points: the name of an event. */
    static boolean isName(String text) {
        return text.length() <= WORD_CHARS_MAX
                && text.chars()
                        .allMatch(unit -> unit == '_' || unit == '.' || ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z'));
    }

    private static boolean isHex(char unit) {
        var lower = unit | 0x20;
        return (unit >= '0' && unit <= '9') || (lower >= 'a' && lower <= 'f');
    }
}
