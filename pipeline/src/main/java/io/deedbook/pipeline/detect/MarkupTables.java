// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;

/** Reads the tables of HTML: the cells of a row that has no data are the heads of the rows behind it. One pass. */
final class MarkupTables {
    private static final int COLUMNS_MAX = 128;

    private final String text;
    private final HeadedCells cells = new HeadedCells();

    // Mutable state, owned by the scanning thread.
    private int[] heads = new int[0];
    private final int[] named = new int[2 * COLUMNS_MAX];
    private int namedCount;
    private boolean hasData;
    private int column;
    private int rowStart;
    private int open = -1;
    private boolean isHead;

    private MarkupTables(String text) {
        this.text = text;
    }

    static HeadedCells read(String text) {
        var tables = new MarkupTables(text);
        for (var at = text.indexOf('<'); at >= 0 && !tables.cells.isFull(); at = text.indexOf('<', at + 1)) {
            tables.tag(at);
        }
        return tables.cells;
    }

    private void tag(int at) {
        var name = at + 1;
        while (name < text.length() && (text.charAt(name) == '/' || text.charAt(name) == '\\')) {
            name++;
        }
        var closes = name > at + 1;
        if (is("tr", name)) {
            close(at);
            endRow();
            rowStart = at;
        } else if (is("th", name) || is("td", name)) {
            close(at);
            if (!closes) {
                open = at;
                isHead = (text.charAt(name + 1) | 0x20) == 'h';
                hasData |= !isHead;
            }
        } else if (is("table", name)) {
            close(at);
            endRow();
            heads = new int[0];
        }
    }

    private boolean is(String tag, int at) {
        return text.regionMatches(true, at, tag, 0, tag.length()) && !Ascii.isAlphanumericAt(text, at + tag.length());
    }

    private void close(int end) {
        if (open < 0) {
            return;
        }
        if (isHead && column < COLUMNS_MAX) {
            named[2 * namedCount] = open;
            named[2 * namedCount++ + 1] = end;
        } else if (!isHead && 2 * column < heads.length) {
            cells.add(open, end, heads[2 * column], heads[2 * column + 1], rowStart);
        }
        column++;
        open = -1;
    }

    private void endRow() {
        if (!hasData && namedCount > 1) {
            heads = Arrays.copyOf(named, 2 * namedCount);
        }
        namedCount = 0;
        column = 0;
        hasData = false;
    }
}
