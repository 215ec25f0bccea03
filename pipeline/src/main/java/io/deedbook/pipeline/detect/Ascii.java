// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Classes of ASCII characters, and the escapes of JSON, which put a letter where a text has a line break. */
final class Ascii {
    private Ascii() {}

    static boolean isDigit(char unit) {
        return unit >= '0' && unit <= '9';
    }

    static boolean isLetter(char unit) {
        var lower = unit | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isAlphanumeric(char unit) {
        return isDigit(unit) || isLetter(unit);
    }

    static boolean isHex(char unit) {
        var lower = unit | 0x20;
        return isDigit(unit) || (lower >= 'a' && lower <= 'f');
    }

    /**
     * The letter that a pattern without case takes a unit for: the long s and the sign of kelvin are letters of ASCII
     * too.
     */
    static char folded(char unit) {
        return switch (unit) {
            case '\u017f' -> 's';
            case '\u212a' -> 'k';
            default -> unit;
        };
    }

    static boolean isSpace(char unit) {
        return unit == ' ' || (unit >= '\t' && unit <= '\r');
    }

    static boolean isDigitAt(String text, int index) {
        return index >= 0 && index < text.length() && isDigit(text.charAt(index));
    }

    static boolean isAlphanumericAt(String text, int index) {
        return index >= 0 && index < text.length() && isAlphanumeric(text.charAt(index));
    }

    /** The digits of a stretch, without anything between them. */
    static String digits(String text, int start, int end) {
        var digits = new StringBuilder(end - start);
        for (var index = start; index < end; index++) {
            if (isDigit(text.charAt(index))) {
                digits.append(text.charAt(index));
            }
        }
        return digits.toString();
    }

    /** Whether there are letters and digits in a stretch, so many together. */
    static boolean mixesLettersAndDigits(String text, int start, int end, int charsMin, int charsMax) {
        var letters = 0;
        var digits = 0;
        for (var index = start; index < end; index++) {
            letters += isLetter(text.charAt(index)) ? 1 : 0;
            digits += isDigit(text.charAt(index)) ? 1 : 0;
        }
        return digits > 0 && letters > 0 && letters + digits >= charsMin && letters + digits <= charsMax;
    }

    /** Whether a JSON escape such as {@code \n} or {@code \\u003c} ends right before {@code index}. */
    static boolean endsEscape(String text, int index) {
        if (index >= 2 && text.charAt(index - 2) == '\\' && isEscapeLetter(text.charAt(index - 1))) {
            return true;
        }
        return index >= 6 && isUnicodeEscape(text, index - 6);
    }

    /**
     * Where the {@code \\uXXXX} ends of which the unit before {@code index} is a part, or -1; at most
     * {@code index + 3}.
     */
    static int unicodeEscapeEnd(String text, int index) {
        for (var back = 2; back <= 5; back++) {
            if (index >= back && text.charAt(index - back) == '\\' && isUnicodeEscape(text, index - back)) {
                return index - back + 6;
            }
        }
        return -1;
    }

    /** Whether {@code index} is inside a JSON escape, so that what begins there is no text. */
    static boolean insideEscape(String text, int index) {
        if (index > 0 && text.charAt(index - 1) == '\\') {
            return isEscapeLetter(text.charAt(index)) || isUnicodeEscape(text, index - 1);
        }
        return unicodeEscapeEnd(text, index) > 0;
    }

    private static boolean isEscapeLetter(char unit) {
        return unit == 'n' || unit == 'r' || unit == 't' || unit == 'b' || unit == 'f';
    }

    /** Whether a {@code \\uXXXX} begins at {@code start}. */
    static boolean isUnicodeEscape(String text, int start) {
        if (start < 0 || start + 6 > text.length() || text.charAt(start) != '\\' || text.charAt(start + 1) != 'u') {
            return false;
        }
        for (var index = start + 2; index < start + 6; index++) {
            if (!isHex(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }
}
