// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the tables of one text, each with the head of its column. No cell is inside another. Not thread-safe.
 */
final class HeadedCells {
    /** How many cells are kept; what stands behind them has no head. */
    static final int CELLS_MAX = 1 << 15;

    private static final int INTS = 5;

    // Mutable state, owned by the scanning thread: start, end, start and end of the head, start of the row.
    private int[] cells = new int[16 * INTS];
    private int count;
    private boolean sorted = true;

    /**
     * A cell with a head.
     *
     * @param head where the head of its column stands
     * @param rowStart where its row begins
     */
    record Headed(Span head, int rowStart) {}

    boolean isFull() {
        return count == CELLS_MAX;
    }

    void add(int start, int end, int headStart, int headEnd, int rowStart) {
        if (isFull() || end <= start) {
            return;
        }
        var at = count * INTS;
        if (at == cells.length) {
            cells = Arrays.copyOf(cells, 2 * cells.length);
        }
        sorted &= count == 0 || cells[at - INTS] <= start;
        cells[at] = start;
        cells[at + 1] = end;
        cells[at + 2] = headStart;
        cells[at + 3] = headEnd;
        cells[at + 4] = rowStart;
        count++;
    }

    /** The cell that a place is in. */
    @Nullable
    Headed at(int place) {
        sort();
        var low = 0;
        var high = count - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var at = middle * INTS;
            if (cells[at] > place) {
                high = middle - 1;
            } else if (cells[at + 1] <= place) {
                low = middle + 1;
            } else {
                return new Headed(new Span(cells[at + 2], cells[at + 3]), cells[at + 4]);
            }
        }
        return null;
    }

    /** Rows that hold lists end behind them. */
    private void sort() {
        if (sorted) {
            return;
        }
        var order = new long[count];
        for (var index = 0; index < count; index++) {
            order[index] = (long) cells[index * INTS] << 32 | index;
        }
        Arrays.sort(order);
        var from = cells;
        cells = new int[from.length];
        for (var index = 0; index < count; index++) {
            System.arraycopy(from, (int) order[index] * INTS, cells, index * INTS, INTS);
        }
        sorted = true;
    }
}
