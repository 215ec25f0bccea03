// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Entries of one stretch, counted in whatever order they come. Not thread-safe. */
final class CountedStretch {
    /** Without its cells, and a bit for each entry. */
    private static final long STRETCH_BYTES = 300;

    private final int entries;
    private final BitSet there;
    private final Map<Cell, Tally> tallies = new HashMap<>();

    // Mutable state
    private long bytes;

    CountedStretch(int entries) {
        this.entries = entries;
        there = new BitSet(entries);
        bytes = STRETCH_BYTES + entries / Byte.SIZE;
    }

    /**
     * Counts entries at consecutive places of the stretch.
     *
     * @return false, and counts nothing, when there are others at one of these places
     */
    boolean add(int place, List<SealedRecord> records) {
        var end = place + records.size();
        var next = there.nextSetBit(place);
        if (next >= 0 && next < end) {
            return false;
        }
        there.set(place, end);
        for (var record : records) {
            tally(Cell.of(record)).add(record.occurredUnixNanos());
        }
        return true;
    }

    private Tally tally(Cell cell) {
        var known = tallies.get(cell);
        if (known != null) {
            return known;
        }
        var tally = new Tally();
        tallies.put(cell.shared(), tally);
        bytes += cell.bytes();
        return tally;
    }

    boolean isWhole() {
        return there.nextClearBit(0) == entries;
    }

    /** What was counted, as the stretch of this number. */
    Counted counted(long number) {
        return new Counted(number, there, tallies);
    }

    int cells() {
        return tallies.size();
    }

    /** An estimate of the heap that it takes. */
    long bytes() {
        return bytes;
    }
}
