// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Set;

/** Numbers that count something, as in {@code 47701 rows affected}: nobody's. */
final class Quantity {
    private static final int UNIT_CHARS_MAX = 12;
    private static final Set<String> COUNTED = Set.of(
            "rows",
            "records",
            "lines",
            "bytes",
            "ms",
            "seconds",
            "minutes",
            "hours",
            "days",
            "items",
            "times",
            "users",
            "files",
            "entries",
            "events",
            "requests",
            "messages",
            "tokens",
            "documents",
            "objects",
            "characters",
            "chars",
            "steps",
            "iterations",
            "points",
            "pages",
            "samples",
            "keys",
            "hits",
            "errors",
            "tests",
            "calls",
            "blocks",
            "packets",
            "elements",
            "values",
            "results");

    private Quantity() {}

    /** Whether the digits at {@code [start, end)} are followed by what they count. */
    static boolean isAt(String text, int start, int end) {
        if (!text.startsWith(" ", end) || !Ascii.isDigit(text.charAt(start)) || !Ascii.isDigit(text.charAt(end - 1))) {
            return false;
        }
        var from = end + 1;
        var to = from;
        while (to < text.length() && to - from <= UNIT_CHARS_MAX && Ascii.isLetter(text.charAt(to))) {
            to++;
        }
        return to > from && COUNTED.contains(text.substring(from, to));
    }
}
