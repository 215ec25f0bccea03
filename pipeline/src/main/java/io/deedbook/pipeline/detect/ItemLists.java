// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Reads lists of a line an item, as YAML writes them: the name before the first item is the head of all. One pass. */
final class ItemLists {
    private static final int NAME_UNITS_MAX = 64;

    private ItemLists() {}

    static HeadedCells read(String text) {
        var cells = new HeadedCells();
        var headStart = 0;
        var headEnd = 0;
        for (var start = 0; start < text.length() && !cells.isFull(); ) {
            var end = start;
            while (end < text.length() && TableColumns.lineBreakEnd(text, end) < 0) {
                end++;
            }
            var item = itemStart(text, start, end);
            if (item >= 0) {
                cells.add(item, end, headStart, headEnd, start);
            } else {
                headStart = start;
                headEnd = isName(text, start, end) ? end : start;
            }
            start = end + 1;
        }
        return cells;
    }

    /** Where an item begins behind its hyphen, or -1. */
    private static int itemStart(String text, int start, int end) {
        var at = start;
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
        return at + 2 < end && "-*".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == ' ' ? at + 2 : -1;
    }

    /** Whether a line is a name with a colon behind it; before a line break that is spelt, a backslash stands. */
    private static boolean isName(String text, int start, int end) {
        var last = end;
        while (last > start && " \r\\*".indexOf(text.charAt(last - 1)) >= 0) {
            last--;
        }
        return last - start > 1 && last - start <= NAME_UNITS_MAX && text.charAt(last - 1) == ':';
    }
}
