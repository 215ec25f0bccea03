// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

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
    private static final String IDENTITY_PREFIX = "user_";

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
        // only a user's token is so long: twelve digits under another name may be a number of somebody's
        var ofUser = digits == IDENTITY_HEX_DIGITS && text.startsWith(IDENTITY_PREFIX, start + 1);
        var closed = text.startsWith("]", end) && (digits == HEX_DIGITS || ofUser);
        return closed ? end + 1 : -1;
    }

    /**
     * A stretch as it may be found beside tokens: all of a token that it ends in; null when it lies in one or begins
     * with what stands for a value, which is no one's number even where its digits look like one.
     */
    static @Nullable Span besideTokens(String text, Span span) {
        var open = openBefore(text, span.start() + 1);
        var close = open < 0 ? -1 : endAt(text, open);
        if (close > span.start()) {
            var value = text.lastIndexOf(':', close);
            var isBefore = open == span.start() ? span.end() > close : value > open && span.end() <= value;
            if (!isBefore && (open == span.start() || value <= open || span.start() > value || span.end() <= close)) {
                return null;
            }
        }
        var last = openBefore(text, span.end());
        var end = last < 0 ? -1 : endAt(text, last);
        return end > span.end() ? new Span(span.start(), end) : span;
    }

    /** The last bracket before {@code index} with which a token can begin that reaches so far, or -1. */
    private static int openBefore(String text, int index) {
        for (var open = index - 1; open >= Math.max(0, index - CHARS_MAX); open--) {
            if (text.charAt(open) == '[') {
                return open;
            }
        }
        return -1;
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
