// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text as a table, when its first line can be the head of one: which column a place is in, if its row has as many
 * separators as the head. Reads the text forward once, whatever it is asked. Not thread-safe.
 */
final class TableColumns {
    private static final String SEPARATORS = ",;\t|";
    private static final int HEAD_UNITS_MAX = 2048;
    private static final int ROW_UNITS_MAX = 4096;
    private static final int COLUMNS_MAX = 128;

    private final String text;

    // Mutable state, owned by the scanning thread.
    private @Nullable Head head;
    private int rowStart;
    private boolean isRow;
    private int place;
    private int column;
    private boolean quoted;

    TableColumns(String text) {
        this.text = text;
    }

    /** The column of the table that a place is in, or -1. */
    int columnAt(int start) {
        if (head == null) {
            head = head();
            row(head.end);
        }
        if (head.columns() < 2 || start < head.end) {
            return -1;
        }
        if (start < place && !back(start)) {
            return -1;
        }
        while (place < start) {
            forward();
        }
        return isRow && start - rowStart <= ROW_UNITS_MAX ? column : -1;
    }

    /** Where the head of a column stands. */
    Span head(int at) {
        var starts = head == null ? new int[] {0, 0} : head.starts;
        return new Span(starts[at], starts[at + 1] - 1);
    }

    /** One past the line break that stands at {@code index}, also when JSON spells it; -1 where none does. */
    static int lineBreakEnd(String text, int index) {
        var unit = text.charAt(index);
        var spelt = unit == 'n' && index > 0 && text.charAt(index - 1) == '\\';
        return unit == '\n' || spelt ? index + 1 : -1;
    }

    private Head head() {
        var end = 0;
        var limit = Math.min(text.length(), HEAD_UNITS_MAX);
        while (end < limit && lineBreakEnd(text, end) < 0) {
            end++;
        }
        if (end == limit) {
            return new Head(' ', end, new int[0]);
        }
        var start = headStart(end);
        var counts = new int[SEPARATORS.length()];
        for (var index = start; index < end; index++) {
            var which = SEPARATORS.indexOf(text.charAt(index));
            if (which >= 0) {
                counts[which]++;
            }
        }
        var best = 0;
        for (var which = 1; which < counts.length; which++) {
            best = counts[which] > counts[best] ? which : best;
        }
        var known = counts[best] > 0 && counts[best] < COLUMNS_MAX && !isStatement(end);
        return known ? head(SEPARATORS.charAt(best), start, end + 1) : new Head(' ', end, new int[0]);
    }

    /** Where the first line begins when it stands in a string of a JSON object, behind the last name. */
    private int headStart(int end) {
        if (!text.startsWith("{")) {
            return 0;
        }
        for (var index = end - 1; index > 2; index--) {
            if (text.charAt(index) == '"'
                    && (text.startsWith("\":", index - 2) || text.startsWith("\": ", index - 3))) {
                return index + 1;
            }
        }
        return 0;
    }

    /** Whether the first line is one of a program, which ends in a semicolon. */
    private boolean isStatement(int end) {
        return end > 0 && text.charAt(end - 1) == ';';
    }

    private Head head(char separator, int start, int end) {
        var starts = new int[COLUMNS_MAX + 2];
        starts[0] = start;
        var count = 1;
        for (var index = start; index < end; index++) {
            if (text.charAt(index) == separator) {
                starts[count++] = index + 1;
            }
        }
        starts[count] = end;
        return new Head(separator, end, Arrays.copyOf(starts, count + 1));
    }

    /** Begins a row, and counts its columns. */
    private void row(int start) {
        rowStart = start;
        place = start;
        column = 0;
        quoted = false;
        var columns = head == null ? 0 : head.columns();
        var limit = Math.min(text.length(), start + ROW_UNITS_MAX);
        while (place < limit && column < columns && lineBreakEnd(text, place) < 0) {
            sign();
        }
        isRow = column == columns - 1;
        place = start;
        column = 0;
        quoted = false;
    }

    /** Goes back to the beginning of the row; says whether it is near enough. */
    private boolean back(int start) {
        var limit = Math.max(0, start - ROW_UNITS_MAX - 1);
        for (var index = start; index > limit; index--) {
            if (lineBreakEnd(text, index - 1) == index) {
                row(index);
                return true;
            }
        }
        return false;
    }

    private void forward() {
        var next = lineBreakEnd(text, place);
        if (next > 0) {
            row(next);
        } else {
            sign();
        }
    }

    private void sign() {
        var unit = text.charAt(place);
        if (head != null && unit == head.separator && !quoted) {
            column++;
        } else if (unit == '"') {
            quoted = quoted ? !endsCell(place + 1) : beginsCell(place);
        }
        place++;
    }

    private boolean beginsCell(int quote) {
        var before = quote > rowStart && text.charAt(quote - 1) == '\\' ? quote - 1 : quote;
        return before == rowStart || (head != null && text.charAt(before - 1) == head.separator);
    }

    private boolean endsCell(int after) {
        return after >= text.length()
                || text.charAt(after) == '\\'
                || text.charAt(after) == '\n'
                || text.charAt(after) == '\r'
                || (head != null && text.charAt(after) == head.separator);
    }

    /**
     * The first line.
     *
     * @param end where the next begins
     * @param starts where its cells begin, and {@code end}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and owned by this class
    private record Head(char separator, int end, int[] starts) {
        int columns() {
            return starts.length - 1;
        }
    }
}
