// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the tokens that stand for redacted values, such as {@code [email:7f3a9c]}, so that pages can mark them. One
 * pass without patterns: the time depends on the length alone.
 */
final class Highlight {
    private static final int TYPE_CHARS_MAX = 64;
    private static final int DIGITS = 6;

    private Highlight() {}

    /** The text in pieces; their texts together are the text. */
    static List<Span> spans(String text) {
        var spans = new ArrayList<Span>();
        var copied = 0;
        for (var open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
            var end = tokenEnd(text, open);
            if (end > 0) {
                if (open > copied) {
                    spans.add(new Span(text.substring(copied, open), false));
                }
                spans.add(new Span(text.substring(open, end), true));
                copied = end;
                open = end - 1;
            }
        }
        if (copied < text.length()) {
            spans.add(new Span(text.substring(copied), false));
        }
        return spans;
    }

    /** Where the token that starts at {@code open} ends, or -1 when there is none. */
    private static int tokenEnd(String text, int open) {
        var colon = open + 1;
        while (colon < text.length() && colon - open <= TYPE_CHARS_MAX && isTypeChar(text.charAt(colon))) {
            colon++;
        }
        var end = colon + 1 + DIGITS;
        if (colon == open + 1 || end >= text.length() || text.charAt(colon) != ':' || text.charAt(end) != ']') {
            return -1;
        }
        for (var position = colon + 1; position < end; position++) {
            if (!isHexDigit(text.charAt(position))) {
                return -1;
            }
        }
        return end + 1;
    }

    private static boolean isTypeChar(char unit) {
        return (unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9') || unit == '_' || unit == '-';
    }

    private static boolean isHexDigit(char unit) {
        return (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'f');
    }
}
