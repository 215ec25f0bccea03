// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Value;
import java.util.Set;

/** The marks that the clients leave where they cut something. */
final class Truncation {
    private static final String SIZE_LIMIT = "[TRUNCATED - Content exceeds";
    /** The mark stands at the end, with the limit in words after it. */
    private static final int SIZE_LIMIT_TAIL = 100;

    private static final char ELLIPSIS = '…';
    /** The longest of the marks that begin with an ellipsis: {@code …[1234567890 chars]}. */
    private static final int MARK_CHARS_MAX = 24;

    private static final Set<String> FLAGS = Set.of(
            "body_truncated", "system_prompt_truncated", "tool_truncated", "managed_settings.settings_truncated");
    /** The office agents cut these without a mark. */
    private static final Set<String> OFFICE_TEXTS = Set.of("user.message", "tool.input", "tool.output");

    private static final int OFFICE_CHARS_MAX = 4_000;

    private Truncation() {}

    /** Whether the attribute says, or shows, that something was cut. */
    static boolean tells(String key, Value value) {
        if (value instanceof Value.Text text) {
            return (FLAGS.contains(key) && text.text().equals("true"))
                    || (text.text().length() >= OFFICE_CHARS_MAX && OFFICE_TEXTS.contains(key))
                    || marked(text.text());
        }
        return value instanceof Value.Bool bool && bool.truth() && FLAGS.contains(key);
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
