// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** The shape of the tokens that findings are replaced by: {@code [type:7f3a9c]}. They are never findings themselves. */
public final class TokenShape {
    /** The hexadecimal digits of a token. */
    public static final int HEX_DIGITS = 6;
    /** The longest token. */
    public static final int CHARS_MAX = 50;

    private static final int TYPE_CHARS_MAX = CHARS_MAX - HEX_DIGITS - 3;

    private TokenShape() {}

    /** One past the token that begins at {@code start}, or -1 where none does. */
    public static int endAt(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '[') {
            return -1;
        }
        var index = start + 1;
        while (index < text.length() && index - start <= TYPE_CHARS_MAX && isType(text.charAt(index))) {
            index++;
        }
        if (index == start + 1 || !text.startsWith(":", index) || index + HEX_DIGITS + 1 >= text.length()) {
            return -1;
        }
        for (var digit = index + 1; digit <= index + HEX_DIGITS; digit++) {
            var unit = text.charAt(digit);
            if (!Ascii.isHex(unit) || Character.isUpperCase(unit)) {
                return -1;
            }
        }
        return text.charAt(index + HEX_DIGITS + 1) == ']' ? index + HEX_DIGITS + 2 : -1;
    }

    private static boolean isType(char unit) {
        return unit == '_' || Ascii.isDigit(unit) || (unit >= 'a' && unit <= 'z');
    }
}
