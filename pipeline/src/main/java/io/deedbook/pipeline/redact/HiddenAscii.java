// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

/**
 * Printable ASCII that JSON spells as an escape, {@code \\u0040} for an at sign or {@code \/} for a slash: some encoders do so
 * with signs that addresses, keys and URLs are recognised by.
 */
final class HiddenAscii {
    private static final int HEX_DIGITS = 4;

    private HiddenAscii() {}

    /**
     * The text with these escapes written out, the same instance when there are none. JSON keeps its meaning, because quotes and
     * backslashes stay escaped. Any number of backslashes is one escape: there are more where JSON is inside strings of JSON.
     */
    static String shown(String text) {
        StringBuilder out = null;
        var copied = 0;
        for (var start = text.indexOf('\\'); start >= 0; ) {
            var end = start + 1;
            while (end < text.length() && text.charAt(end) == '\\') {
                end++;
            }
            var hidden = hiddenAt(text, end);
            if (hidden != 0) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, copied, start).append(hidden);
                copied = end + (text.charAt(end) == 'u' ? 1 + HEX_DIGITS : 1);
            }
            start = text.indexOf('\\', end);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** What is hidden by the escape whose letter stands here, or 0. */
    private static char hiddenAt(String text, int index) {
        if (index >= text.length() || text.charAt(index) != 'u') {
            return text.startsWith("/", index) ? '/' : 0;
        }
        if (index + HEX_DIGITS >= text.length() || !text.startsWith("00", index + 1)) {
            return 0;
        }
        var high = Character.digit(text.charAt(index + 3), 16);
        var low = Character.digit(text.charAt(index + 4), 16);
        var unit = (char) (high * 16 + low);
        return high < 0 || low < 0 || unit < ' ' || unit > '~' || unit == '"' || unit == '\\' ? 0 : unit;
    }
}
