// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Value;

/** The marks that the clients leave where they cut something, and the lengths that tell of it where they leave none. */
final class Truncation {
    private static final String SIZE_LIMIT = "[TRUNCATED - Content exceeds";
    /** The mark stands at the end, with the limit in words after it. */
    private static final int SIZE_LIMIT_TAIL = 100;

    private static final char ELLIPSIS = '…';
    /** The longest of the marks that begin with an ellipsis: {@code …[1234567890 chars]}. */
    private static final int MARK_CHARS_MAX = 24;
    /** What stands for what is nested too deep. */
    private static final String NESTED = "\"<nested>\"";
    /** The office agents cut at this length without a mark, so what is as long may have been longer. */
    private static final int OFFICE_CHARS_MAX = 4_000;

    private static final String FLAG = "truncated";

    private Truncation() {}

    /** Whether an attribute of this sign says, or shows, that something was cut, beside the marks in it. */
    static boolean tells(Sign sign, Value value) {
        return switch (sign) {
            case CUT -> Boolean.TRUE.equals(Reading.truth(value));
            case LIMITED -> value instanceof Value.Text text && text.text().length() >= OFFICE_CHARS_MAX;
            case CUT_JSON -> value instanceof Value.Text text && text.text().contains(NESTED);
            default -> false;
        };
    }

    /** Whether the name of an attribute that isn't known says that its value tells of a cut: {@code x_truncated}. */
    static boolean flag(String key) {
        return key.endsWith(FLAG)
                && (key.length() == FLAG.length() || "._".indexOf(key.charAt(key.length() - FLAG.length() - 1)) >= 0);
    }

    /** Whether the full length that was told is more than what came; characters or bytes, the clients tell either. */
    static boolean shorter(String content, long length) {
        return length > content.length() && length > utf8Bytes(content);
    }

    private static long utf8Bytes(String text) {
        var bytes = 0L;
        for (var position = 0; position < text.length(); position++) {
            var unit = text.charAt(position);
            // half of a pair is 2 of the 4 bytes of the whole
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes;
    }

    /** Whether the text has one of the marks in it. */
    static boolean marked(String text) {
        if (text.indexOf(SIZE_LIMIT, text.length() - SIZE_LIMIT_TAIL) >= 0) {
            return true;
        }
        for (var at = text.indexOf(ELLIPSIS); at >= 0; at = text.indexOf(ELLIPSIS, at + 1)) {
            if (markAt(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** {@code …[12 chars]}, {@code …[3 items]}, {@code …[truncated]}, or the member {@code "…":"4 keys"}. */
    private static boolean markAt(String text, int ellipsis) {
        if (text.startsWith("[truncated]", ellipsis + 1) || text.startsWith("\":\"", ellipsis + 1)) {
            return true;
        } else if (!text.startsWith("[", ellipsis + 1)) {
            return false;
        }
        var position = ellipsis + 2;
        var end = Math.min(text.length(), ellipsis + MARK_CHARS_MAX);
        while (position < end && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position > ellipsis + 2
                && (text.startsWith(" chars]", position) || text.startsWith(" items]", position));
    }
}
