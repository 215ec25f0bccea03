// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** Cells of tables: what stands between separators, alone. */
final class Cell {
    private static final String BORDERS = ",;\t|\n\r\"'";

    private Cell() {}

    /** Takes what is all of a cell. */
    static @Nullable Span validate(String text, int start, int end) {
        return is(text, start, end) ? new Span(start, end) : null;
    }

    /** Whether {@code [start, end)} is all of a cell, but for quotes and spaces around it. */
    static boolean is(String text, int start, int end) {
        var before = start;
        while (before > 0 && text.charAt(before - 1) == ' ') {
            before--;
        }
        var after = end;
        while (after < text.length() && text.charAt(after) == ' ') {
            after++;
        }
        var begins = before == 0 || BORDERS.indexOf(text.charAt(before - 1)) >= 0 || Ascii.endsEscape(text, before);
        return begins
                && (after == text.length() || BORDERS.indexOf(text.charAt(after)) >= 0 || text.charAt(after) == '\\');
    }
}
