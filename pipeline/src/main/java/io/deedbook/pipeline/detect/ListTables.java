// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Reads lists in brackets as the rows of tables, as SQL, JSON and source code write them:
 * {@code (name, ssn) VALUES (…), (…)}, {@code ["name","ssn"],["…","…"]}, {@code "ssns": ["…", "…"]}. One pass over the
 * text, whatever it holds.
 */
final class ListTables {
    private static final int DEPTH_MAX = 32;
    private static final int COLUMNS_MAX = 128;
    private static final int NAME_UNITS_MAX = 40;
    private static final int DIGITS_OF_NAME_MAX = 2;
    /** How many rows wait for a head that stands behind them. */
    private static final int WAITING_MAX = 64;

    private static final String STATEMENT = "insert ";
    private static final String[] BEHIND_HEAD = {"values", "value"};

    private final String text;
    private final HeadedCells cells = new HeadedCells();
    private final Deque<Open> open = new ArrayDeque<>();

    // Mutable state, owned by the scanning thread.
    private int[] heads = new int[0];
    private final List<int[]> waiting = new ArrayList<>();
    private int index;

    private ListTables(String text) {
        this.text = text;
    }

    static HeadedCells read(String text) {
        var tables = new ListTables(text);
        while (tables.index < text.length() && !tables.cells.isFull()) {
            tables.sign();
        }
        return tables.cells;
    }

    /** A bracket that is not closed yet. Owned by the scanning thread. */
    private static final class Open {
        private final int start;
        private final char close;

        // Mutable state
        /** Start and end of each item. */
        private int[] items = new int[8];

        private int count;
        private int itemStart;
        /** The item is another bracket. */
        private boolean nested;
        /** One of its items is. */
        private boolean nests;
        /** Items that can be the name of a column. */
        private int names;

        Open(int start, char close) {
            this.start = start;
            this.close = close;
            itemStart = start + 1;
        }

        boolean isObject() {
            return close == '}';
        }
    }

    private void sign() {
        var unit = text.charAt(index);
        var list = open.peek();
        switch (unit) {
            case '(' -> open(')');
            case '[' -> open(']');
            case '{' -> open('}');
            case ')', ']', '}' -> close(unit);
            case ',' -> {
                if (list != null) {
                    item(list, index);
                }
            }
            case '"', '\'' -> {
                if (list != null && !list.isObject() && !isStatement(index + 1) && beginsItem(list)) {
                    index = endOfString(unit);
                    return;
                }
            }
            default -> {}
        }
        index++;
    }

    /** Whether a string is a statement, which has lists in it. */
    private boolean isStatement(int from) {
        return text.regionMatches(true, from, STATEMENT, 0, STATEMENT.length());
    }

    private void open(char close) {
        if (!open.isEmpty()) {
            open.peek().nested = true;
            open.peek().nests = true;
        }
        if (open.size() < DEPTH_MAX) {
            open.push(new Open(index, close));
        }
    }

    /** Closes a list, and those in it that were not closed. */
    private void close(char unit) {
        if (open.stream().noneMatch(list -> list.close == unit)) {
            return;
        }
        while (open.peek().close != unit) {
            open.pop();
        }
        var list = open.pop();
        if (!list.isObject()) {
            item(list, index);
            end(list);
        }
    }

    /** Whether only spaces stand between the beginning of the item and here. */
    private boolean beginsItem(Open list) {
        for (var before = index - 1; before >= list.itemStart; before--) {
            var unit = text.charAt(before);
            if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t' && unit != '\\' && unit != 'n') {
                return false;
            }
            if (index - before > NAME_UNITS_MAX) {
                return false;
            }
        }
        return true;
    }

    /** One past the quote that ends the string here: the next that an item can end behind. */
    private int endOfString(char quote) {
        for (var end = text.indexOf(quote, index + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
            var after = end + 1;
            while (after < text.length() && " \r\n\t".indexOf(text.charAt(after)) >= 0) {
                after++;
            }
            if (after == text.length() || ",)]:\\;".indexOf(text.charAt(after)) >= 0) {
                return end + 1;
            }
        }
        return text.length();
    }

    private void item(Open list, int end) {
        if (list.count < COLUMNS_MAX && !list.isObject()) {
            if (2 * list.count == list.items.length) {
                list.items = Arrays.copyOf(list.items, 2 * list.items.length);
            }
            list.items[2 * list.count] = list.itemStart;
            list.items[2 * list.count + 1] = list.nested ? list.itemStart : end;
            list.names += !list.nested && isName(list, list.itemStart, end) ? 1 : 0;
        }
        list.count++;
        list.itemStart = end + 1;
        list.nested = false;
    }

    /** A word or a few, in quotes when it stands in square brackets. */
    private boolean isName(Open list, int from, int to) {
        if (to - from > NAME_UNITS_MAX) {
            return false;
        }
        var digits = 0;
        var letters = 0;
        var quotes = 0;
        for (var at = from; at < to; at++) {
            var unit = text.charAt(at);
            digits += Ascii.isDigit(unit) ? 1 : 0;
            letters += Character.isLetter(unit) ? 1 : 0;
            quotes += unit == '"' || unit == '\'' ? 1 : 0;
            if (unit == '@' || unit == '=' || unit == ':') {
                return false;
            }
        }
        return digits <= DIGITS_OF_NAME_MAX && letters > 1 && (list.close == ')' || quotes == 2);
    }

    private void end(Open list) {
        var count = list.count;
        if (list.close == ')' && isHead(index + 1)) {
            head(list);
        } else if (count > COLUMNS_MAX || !name(list)) {
            if (2 * count == heads.length) {
                row(heads, list.items, count, list.start);
            } else if (list.close == ']' && count > 1 && list.names == count) {
                head(list);
            } else if (count > 1 && waiting.size() < WAITING_MAX) {
                var row = Arrays.copyOf(list.items, 2 * count + 1);
                row[2 * count] = list.start;
                waiting.add(row);
            }
        }
    }

    /** Whether what stands behind a list says that it names columns. */
    private boolean isHead(int from) {
        var at = from;
        while (at < text.length() && at < from + NAME_UNITS_MAX && !Ascii.isLetter(text.charAt(at))) {
            at += at + 2 <= text.length() && Ascii.endsEscape(text, at + 2) ? 2 : 1;
        }
        for (var word : BEHIND_HEAD) {
            if (text.regionMatches(true, at, word, 0, word.length())
                    && !Ascii.isAlphanumericAt(text, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private void head(Open list) {
        if (list.count > COLUMNS_MAX || list.count < 2) {
            return;
        }
        heads = Arrays.copyOf(list.items, 2 * list.count);
        for (var row : waiting) {
            if (row.length == heads.length + 1) {
                row(heads, row, list.count, row[row.length - 1]);
            }
        }
        waiting.clear();
    }

    private void row(int[] names, int[] items, int count, int start) {
        for (var column = 0; column < count; column++) {
            cells.add(items[2 * column], items[2 * column + 1], names[2 * column], names[2 * column + 1], start);
        }
    }

    /** Takes the name that a list stands under for the head of all its items; false when it has none. */
    private boolean name(Open list) {
        var end = list.start;
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        if (list.close != ']' || end == 0 || ":=".indexOf(text.charAt(end - 1)) < 0) {
            return false;
        }
        var start = end - 1;
        while (start > 0 && end - start < NAME_UNITS_MAX && ",{[(\n;".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        var columns = list.names == list.count && list.count > 1;
        if (columns) { // so that they may be the heads of other lists as well
            head(list);
        }
        if (!list.nests) {
            cells.add(list.start + 1, index, start, end, list.start);
            return true;
        }
        for (var item = 0; item < Math.min(list.count, COLUMNS_MAX); item++) {
            cells.add(list.items[2 * item], list.items[2 * item + 1], start, end, list.start);
        }
        return true;
    }
}
