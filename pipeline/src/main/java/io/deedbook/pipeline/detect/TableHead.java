// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;

/**
 * A line that can be the head of a table.
 *
 * @param line where it begins
 * @param separator what stands between two cells of a row; a space for two and more of them
 * @param end where the next line begins
 * @param starts where its cells begin, and one past the end of the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and owned by this class
record TableHead(int line, char separator, int end, int[] starts) {
    static final TableHead NONE = new TableHead(-1, '\0', 0, new int[0]);

    private static final String SEPARATORS = ",;\t|";
    private static final char SPACES = ' ';
    private static final int UNITS_MAX = 2048;
    private static final int COLUMNS_MAX = 128;
    private static final int NAME_UNITS_MAX = 48;
    private static final int DIGITS_OF_NAME_MAX = 2;
    private static final int SPACES_OF_NAME_MAX = 4;
    private static final String COPY = "copy ";

    /** The line as a head; of less than two columns when it is none. */
    static TableHead at(String text, int line) {
        var end = line;
        var limit = Math.min(text.length(), line + UNITS_MAX);
        while (end < limit && TableColumns.lineBreakEnd(text, end) < 0) {
            end++;
        }
        if (end == limit) {
            return new TableHead(line, '\0', end, new int[0]);
        }
        if (text.regionMatches(true, line, COPY, 0, COPY.length())) {
            return ofCopy(text, line, end);
        }
        var start = start(text, line, end);
        var counts = new int[SEPARATORS.length()];
        var spaces = 0;
        for (var index = start; index < end; index++) {
            var which = SEPARATORS.indexOf(text.charAt(index));
            if (which >= 0) {
                counts[which]++;
            } else if (isSeparator(text, index, '\t')) {
                counts[SEPARATORS.indexOf('\t')]++;
            }
            spaces += isSeparator(text, index, SPACES) ? 1 : 0;
        }
        var best = 0;
        for (var which = 1; which < counts.length; which++) {
            best = counts[which] > counts[best] ? which : best;
        }
        var count = counts[best] > 0 ? counts[best] : spaces;
        if (count == 0 || count >= COLUMNS_MAX || text.charAt(Math.max(line, end - 1)) == ';') { // a statement ends so
            return new TableHead(line, '\0', end, new int[0]);
        }
        return of(text, line, counts[best] > 0 ? SEPARATORS.charAt(best) : SPACES, start, end + 1);
    }

    /** The names in brackets of a statement that the rows follow. */
    private static TableHead ofCopy(String text, int line, int end) {
        var open = text.indexOf('(', line);
        var close = open < 0 || open > end ? -1 : text.indexOf(')', open);
        if (close < 0 || close > end) {
            return new TableHead(line, '\0', end, new int[0]);
        }
        var names = of(text, line, ',', open + 1, close + 1);
        var isCsv =
                text.substring(close, end).toLowerCase(java.util.Locale.ROOT).contains("csv");
        return new TableHead(line, isCsv ? ',' : '\t', end + 1, names.starts);
    }

    private static TableHead of(String text, int line, char separator, int start, int end) {
        var starts = new int[COLUMNS_MAX + 2];
        starts[0] = start;
        var count = 1;
        for (var index = start; index < end - 1 && count <= COLUMNS_MAX; index++) {
            if (isSeparator(text, index, separator)) {
                starts[count++] = index + 1;
            }
        }
        starts[count] = end;
        return new TableHead(line, separator, end, Arrays.copyOf(starts, count + 1));
    }

    /** Where the first line begins when it stands in a string of a JSON object, behind the last name. */
    private static int start(String text, int line, int end) {
        if (line > 0 || !text.startsWith("{")) {
            return line;
        }
        for (var index = end - 1; index > 2; index--) {
            if (text.charAt(index) == '"'
                    && (text.startsWith("\":", index - 2) || text.startsWith("\": ", index - 3))) {
                return index + 1;
            }
        }
        return line;
    }

    /**
     * Whether a separator ends at {@code index}: also a tab that JSON spells, and the last of several spaces in a line.
     */
    static boolean isSeparator(String text, int index, char separator) {
        var unit = text.charAt(index);
        if (separator == '\t') {
            return unit == '\t' || (unit == 't' && index > 0 && text.charAt(index - 1) == '\\');
        }
        if (separator != SPACES || unit != ' ') {
            return unit == separator;
        }
        if (index < 2 || text.charAt(index - 1) != ' ' || index + 1 >= text.length()) {
            return false;
        }
        var next = text.charAt(index + 1);
        return next != ' ' && next != '\n' && next != '\r' && next != '\\' && !isIndent(text, index);
    }

    /** Whether only spaces stand before a place on its line. */
    private static boolean isIndent(String text, int index) {
        var before = index;
        while (before >= 0 && text.charAt(before) == ' ' && index - before < NAME_UNITS_MAX) {
            before--;
        }
        return before < 0 || TableColumns.lineBreakEnd(text, before) > 0;
    }

    int columns() {
        return Math.max(0, starts.length - 1);
    }

    /** Where the head of a column stands. */
    Span cell(int at) {
        return new Span(starts[at], starts[at + 1] - 1);
    }

    /** Where the first row begins: behind a line that is drawn. */
    int rows(String text) {
        var at = end;
        while (at < text.length() && "-+|=: \t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > end + 2 && at < text.length() && TableColumns.lineBreakEnd(text, at) > 0 ? at + 1 : end;
    }

    /** Whether the cells are names rather than values or parts of a sentence. */
    boolean isOfNames(String text) {
        var names = 0;
        for (var at = 0; at < columns(); at++) {
            var digits = 0;
            var letters = 0;
            var spaces = 0;
            var cell = trimmed(text, cell(at));
            for (var index = cell.start(); index < cell.end(); index++) {
                var unit = text.charAt(index);
                digits += Ascii.isDigit(unit) ? 1 : 0;
                letters += Character.isLetter(unit) ? 1 : 0;
                spaces += unit == ' ' ? 1 : 0;
                if ("@={}<>".indexOf(unit) >= 0) {
                    return false;
                }
            }
            if (digits > DIGITS_OF_NAME_MAX || spaces > SPACES_OF_NAME_MAX || cell.length() > NAME_UNITS_MAX) {
                return false;
            }
            names += letters > 0 ? 1 : 0;
        }
        return names > 1;
    }

    private static Span trimmed(String text, Span cell) {
        var start = cell.start();
        var end = Math.max(start, cell.end());
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return new Span(start, end);
    }
}
