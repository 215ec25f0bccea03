// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * Texts that are nothing but an id or a time as machines write them: most strings of a record, in which no detector has
 * anything to look for.
 */
final class KnownId {
    private static final int UUID_CHARS = 36;
    private static final int SPAN_ID_CHARS = 16;
    private static final int TRACE_ID_CHARS = 32;
    private static final int SHA_256_CHARS = 64;
    /** Numbers that people have are hexadecimal too, but have no letters. */
    private static final int LETTERS_MIN = 3;

    private static final String TIME = "9999-99-99T99:99:99";
    private static final int TIME_CHARS_MAX = 30;

    private KnownId() {}

    /** Whether a text is a UUID, the id of a span or trace, a SHA-256, or a time of RFC 3339. */
    static boolean isOne(String text) {
        return switch (text.length()) {
            case UUID_CHARS, SPAN_ID_CHARS, TRACE_ID_CHARS, SHA_256_CHARS -> isHex(text) || isTime(text);
            default -> isTime(text);
        };
    }

    private static boolean isHex(String text) {
        var letters = 0;
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (unit >= 'a' && unit <= 'f') {
                letters++;
            } else if (!Ascii.isDigit(unit) && !(unit == '-' && isHyphenPlace(text.length(), index))) {
                return false;
            }
        }
        return letters >= LETTERS_MIN;
    }

    private static boolean isHyphenPlace(int length, int index) {
        return length == UUID_CHARS && (index == 8 || index == 13 || index == 18 || index == 23);
    }

    private static boolean isTime(String text) {
        if (text.length() <= TIME.length() || text.length() > TIME_CHARS_MAX || text.charAt(TIME.length() - 3) != ':') {
            return false;
        }
        for (var index = 0; index < TIME.length(); index++) {
            var sign = TIME.charAt(index);
            var unit = text.charAt(index);
            if (sign == '9' ? !Ascii.isDigit(unit) : unit != sign) {
                return false;
            }
        }
        var last = text.length() - 1;
        for (var index = TIME.length(); index < last; index++) {
            if (index == TIME.length() ? text.charAt(index) != '.' : !Ascii.isDigit(text.charAt(index))) {
                return false;
            }
        }
        return text.charAt(last) == 'Z';
    }
}
