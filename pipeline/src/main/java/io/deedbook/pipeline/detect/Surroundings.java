// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.ContextWords.Marks;
import io.deedbook.pipeline.detect.ContextWords.Order;
import io.deedbook.pipeline.detect.HeadedCells.Headed;
import org.jspecify.annotations.Nullable;

/**
 * What stands near the candidates of one text, and whether it makes them surer: the words before and after on the line,
 * the name that the text stands under, the head of the column when it is a table. Each look reads a bounded stretch,
 * and says the same in whatever order it is asked. Not thread-safe.
 */
final class Surroundings {
    /** How far before a match a word is near. */
    static final int BEFORE_UNITS_MAX = 64;
    /** How far after a match a word is near. */
    static final int AFTER_UNITS_MAX = 24;

    /** The longest text that is a value of its name rather than a document. */
    private static final int VALUE_UNITS_MAX = 256;

    private static final int NAME_UNITS_MAX = 128;
    private static final int STRIDE = 256;

    private final ContextWords words;
    private final Words folded = new Words();
    private final String text;
    private final Columns columns;
    private final Marks named;

    // Mutable state, owned by the scanning thread: what was read last.
    private int beforeRead = -1;
    private Marks before = Marks.NONE;
    private int afterRead = -1;
    private Marks after = Marks.NONE;
    private int widelyRead = -1;
    private Marks widely = Marks.NONE;
    private int columnRead = -1;
    private Marks column = Marks.NONE;

    Surroundings(ContextWords words, String name, String text) {
        this.words = words;
        this.text = text;
        columns = new Columns(text);
        named = text.length() > VALUE_UNITS_MAX
                ? Marks.NONE
                : words.read(folded, name, Math.max(0, name.length() - NAME_UNITS_MAX), name.length(), Order.LAST);
    }

    /**
     * 1 when what stands nearest of this detector's words is a raising one, -1 when it is a lowering one, 0 when none
     * is near. Nearest is the head of the column, then what stands before, then the name, then what stands after.
     */
    int step(int order, Span span) {
        read(span);
        var nearest = column.says(order) ? column : before.says(order) ? before : named.says(order) ? named : after;
        return (nearest.raises(order) ? 1 : 0) - (nearest.lowers(order) ? 1 : 0);
    }

    /** Whether what {@link #mayRaise} reads was read for this place. */
    boolean isKnown(int start) {
        return widelyRead == start / STRIDE;
    }

    /**
     * Whether a raising word can be near a match that begins here and sees no more than {@link #BEFORE_UNITS_MAX}
     * units.
     */
    boolean mayRaise(int order, int start) {
        if (widelyRead != start / STRIDE) { // read for all places of a stride at once
            widelyRead = start / STRIDE;
            var first = widelyRead * STRIDE;
            var to = Math.min(text.length(), first + STRIDE + BEFORE_UNITS_MAX + AFTER_UNITS_MAX);
            widely = words.read(folded, text, Math.max(0, first - BEFORE_UNITS_MAX), to, Order.ALL);
        }
        if (widely.raises(order) || named.raises(order)) {
            return true;
        }
        if (text.length() <= STRIDE) {
            return false; // all of the text was read, and the head of a table with it
        }
        readColumn(columns.at(start));
        return column.raises(order);
    }

    private void read(Span span) {
        if (beforeRead != span.start()) {
            beforeRead = span.start();
            var cell = columns.at(span.start());
            var from = startOfReach(span.start(), cell == null ? 2 : 1);
            from = cell == null ? from : Math.min(span.start(), Math.max(from, cell.rowStart()));
            before = words.read(folded, text, from, span.start(), Order.LAST);
            readColumn(cell);
        }
        if (afterRead != span.end()) {
            afterRead = span.end();
            after = words.read(folded, text, span.end(), endOfReach(span.end()), Order.FIRST);
        }
    }

    private void readColumn(@Nullable Headed cell) {
        var at = cell == null ? -1 : cell.head().start();
        if (columnRead != at) {
            columnRead = at;
            var head = cell == null ? new Span(0, 0) : cell.head();
            column = words.read(
                    folded, text, head.start(), Math.min(head.end(), head.start() + NAME_UNITS_MAX), Order.LAST);
        }
    }

    /**
     * Goes back over part of the line and, when two line breaks end the look, of the one before; to no part of a word.
     */
    private int startOfReach(int end, int lineBreaks) {
        var limit = Math.max(0, end - BEFORE_UNITS_MAX);
        var breaks = 0;
        for (var index = end; index > limit; index--) {
            if (TableColumns.lineBreakEnd(text, index - 1) == index && ++breaks == lineBreaks) {
                return index;
            }
        }
        while (limit > 0 && limit < end && isWord(text.charAt(limit - 1)) && isWord(text.charAt(limit))) {
            limit++;
        }
        return Math.min(end, behindToken(limit));
    }

    private int behindToken(int index) {
        for (var open = index - 1; open > Math.max(0, index - TokenShape.CHARS_MAX); open--) {
            if (text.charAt(open) == '[') {
                return Math.max(index, TokenShape.endAt(text, open));
            }
        }
        return index;
    }

    private int endOfReach(int start) {
        var limit = Math.min(text.length(), start + AFTER_UNITS_MAX);
        for (var index = start; index < limit; index++) {
            if (TableColumns.lineBreakEnd(text, index) > 0) {
                return index;
            }
        }
        while (limit < text.length() && limit > start && isWord(text.charAt(limit)) && isWord(text.charAt(limit - 1))) {
            limit--;
        }
        return limit;
    }

    private static boolean isWord(char unit) {
        return Ascii.isAlphanumeric(unit) || (unit >= 0x80 && Character.isLetter(unit) && !Words.isUnspaced(unit));
    }
}
