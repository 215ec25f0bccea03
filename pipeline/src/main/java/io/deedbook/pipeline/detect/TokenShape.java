// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/**
 * The shape of the tokens that findings are replaced by: {@code [type:7f3a9c]}, or {@code [type]} of a built-in
 * type. They are never findings themselves.
 */
public final class TokenShape {
    /** The hexadecimal digits of a finding's token. */
    public static final int HEX_DIGITS = 6;
    /** The hexadecimal digits of a user's token. */
    public static final int IDENTITY_HEX_DIGITS = 12;
    /** The longest token. */
    public static final int CHARS_MAX = 56;

    private static final int TYPE_CHARS_MAX = 41;

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
        if (text.startsWith("]", index) && DetectorEngine.isBuiltIn(text.substring(start + 1, index))) {
            return index + 1;
        }
        if (index == start + 1 || !text.startsWith(":", index)) {
            return -1;
        }
        var end = index + 1;
        while (end < text.length() && end <= index + IDENTITY_HEX_DIGITS && isHex(text.charAt(end))) {
            end++;
        }
        var digits = end - index - 1;
        var closed = text.startsWith("]", end) && (digits == HEX_DIGITS || digits == IDENTITY_HEX_DIGITS);
        return closed ? end + 1 : -1;
    }

    private static boolean isHex(char unit) {
        return Ascii.isHex(unit) && !(unit >= 'A' && unit <= 'F');
    }

    /** Whether a name can be that of a type. */
    static boolean isType(String name) {
        return !name.isEmpty()
                && name.length() < TYPE_CHARS_MAX
                && name.charAt(0) >= 'a'
                && name.charAt(0) <= 'z'
                && name.chars().allMatch(unit -> isType((char) unit));
    }

    private static boolean isType(char unit) {
        return unit == '_' || Ascii.isDigit(unit) || (unit >= 'a' && unit <= 'z');
    }
}
