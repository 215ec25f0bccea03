// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.HeadedCells.Headed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the text as tables: which column a place is in, if its row has as many separators as the head. The first
 * line can be a head, and any line of names that a row follows. Reads the text forward once, whatever it is asked. Not
 * thread-safe.
 */
final class TableColumns {
    private static final int ROW_UNITS_MAX = 4096;
    private static final int TABLES_MAX = 1024;

    private final String text;

    // Mutable state, owned by the scanning thread.
    private TableHead head = TableHead.NONE;
    /** Where the heads begin that were found so far. */
    private int[] tables = new int[4];

    private int tableCount;
    /** As far as it is known where heads are. */
    private int knownTo;

    /** Whether the last of them has a row. */
    private boolean hasRows;

    private int rowStart;
    private boolean isRow;
    private int place;
    private int column;
    private boolean quoted;

    TableColumns(String text) {
        this.text = text;
    }

    /** The head above a place, and where its row begins; null when it is in no row. */
    @Nullable
    Headed at(int start) {
        if (knownTo == 0) {
            row(0);
        }
        if (start < place && !back(start)) {
            return null;
        }
        while (place < start) {
            forward();
        }
        return isRow && start - rowStart <= ROW_UNITS_MAX ? new Headed(head.cell(column), rowStart) : null;
    }

    /** One past the line break that stands at {@code index}, also when JSON spells it; -1 where none does. */
    static int lineBreakEnd(String text, int index) {
        var unit = text.charAt(index);
        var spelt = unit == 'n' && index > 0 && text.charAt(index - 1) == '\\';
        return unit == '\n' || spelt ? index + 1 : -1;
    }

    /** Begins a row, and counts its columns. */
    private void row(int start) {
        isRow = count(head, start);
        if (start >= knownTo) {
            learn(start);
        } else if (isHead(start)) {
            head = TableHead.at(text, start);
            isRow = false;
        }
        begin(start);
    }

    private void begin(int start) {
        rowStart = start;
        place = start;
        column = 0;
        quoted = false;
    }

    /** Whether a line has as many columns as a head. */
    private boolean count(TableHead of, int start) {
        if (of.columns() < 2) {
            return false;
        }
        begin(start);
        var limit = Math.min(text.length(), start + ROW_UNITS_MAX);
        while (place < limit && column < of.columns() && lineBreakEnd(text, place) < 0) {
            sign(of);
        }
        return column == of.columns() - 1;
    }

    /** Finds out whether a line is the head of a table. */
    private void learn(int start) {
        knownTo = start + 1;
        if (isRow && (hasRows || head.isOfNames(text))) {
            hasRows = true;
            return;
        }
        var other = TableHead.at(text, start);
        var begins = other.columns() > 1 && (start == 0 || (other.isOfNames(text) && count(other, other.rows(text))));
        if (begins && tableCount < TABLES_MAX) {
            if (tableCount == tables.length) {
                tables = Arrays.copyOf(tables, 2 * tableCount);
            }
            tables[tableCount++] = start;
            head = other;
            hasRows = false;
            isRow = false;
        }
    }

    private boolean isHead(int start) {
        return Arrays.binarySearch(tables, 0, tableCount, start) >= 0;
    }

    /** Goes back to the beginning of the row; says whether it is near enough. */
    private boolean back(int start) {
        var limit = Math.max(0, start - ROW_UNITS_MAX - 1);
        for (var index = start; index > limit; index--) {
            if (lineBreakEnd(text, index - 1) == index) {
                headOf(index);
                row(index);
                return true;
            }
        }
        return false;
    }

    /** Takes the last head that begins before a row. */
    private void headOf(int row) {
        var at = Arrays.binarySearch(tables, 0, tableCount, row);
        var which = at >= 0 ? at : -at - 2;
        var start = which < 0 ? -1 : tables[which];
        if (start != head.line()) {
            head = start < 0 ? TableHead.NONE : TableHead.at(text, start);
        }
    }

    private void forward() {
        var next = lineBreakEnd(text, place);
        if (next > 0) {
            row(next);
        } else {
            sign(head);
        }
    }

    private void sign(TableHead of) {
        var unit = text.charAt(place);
        if (!quoted && TableHead.isSeparator(text, place, of.separator())) {
            column++;
        } else if (unit == '"') {
            quoted = quoted ? !endsCell(of, place + 1) : beginsCell(of, place);
        }
        place++;
    }

    private boolean beginsCell(TableHead of, int quote) {
        var before = quote > rowStart && text.charAt(quote - 1) == '\\' ? quote - 1 : quote;
        return before == rowStart || text.charAt(before - 1) == of.separator();
    }

    private boolean endsCell(TableHead of, int after) {
        return after >= text.length()
                || text.charAt(after) == '\\'
                || text.charAt(after) == '\n'
                || text.charAt(after) == '\r'
                || text.charAt(after) == of.separator();
    }
}
