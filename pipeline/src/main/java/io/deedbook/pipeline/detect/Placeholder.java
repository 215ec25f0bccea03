// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Locale;

/** What documentation writes where a key belongs: {@code xxxxxxxx}, {@code your-key-here}, {@code $TOKEN}. */
final class Placeholder {
    private static final int CHARS_SEEN_MAX = 64;
    private static final int RUN_CHARS_MIN = 8;
    private static final int KINDS_MIN = 4;
    private static final List<String> WORDS = List.of(
            "xxxx", "your", "placeholder", "changeme", "change-me", "change_me", "redacted", "insert", "replace");
    private static final String MARKS = "$<{%*";

    private Placeholder() {}

    /** Whether what stands at {@code [start, end)} is none that was made at random, for one who reads its beginning. */
    static boolean standsAt(String text, int start, int end) {
        var shown = shown(text, start, end);
        if (shown.isEmpty() || MARKS.indexOf(shown.charAt(0)) >= 0) {
            return true;
        }
        if (shown.length() >= RUN_CHARS_MIN && shown.chars().distinct().count() < KINDS_MIN) {
            return true;
        }
        return hasWord(text, start, end);
    }

    /** Whether one of the words that documentation uses stands in it. */
    static boolean hasWord(String text, int start, int end) {
        var shown = shown(text, start, end);
        return WORDS.stream().anyMatch(shown::contains);
    }

    private static String shown(String text, int start, int end) {
        return text.substring(start, Math.min(end, start + CHARS_SEEN_MAX)).toLowerCase(Locale.ROOT);
    }
}
