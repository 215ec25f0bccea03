// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Entries of one stretch at consecutive indexes, counted. Not thread-safe. */
final class CountedRun {
    /** Without its cells. */
    private static final long RUN_BYTES = 300;

    private final Map<Cell, Tally> tallies = new HashMap<>();

    // Mutable state
    private long end;
    private long bytes = RUN_BYTES;

    CountedRun(long first) {
        end = first;
    }

    /** Counts those that come next. */
    void add(List<SealedRecord> records) {
        for (var record : records) {
            tally(Cell.of(record)).add(record.occurredUnixNanos());
        }
        end += records.size();
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

    /** Adds what was counted to that of others. */
    void addTo(Map<Cell, Tally> sum) {
        tallies.forEach(
                (cell, tally) -> sum.computeIfAbsent(cell, added -> new Tally()).add(tally));
    }

    /** The index after the last. */
    long end() {
        return end;
    }

    int cells() {
        return tallies.size();
    }

    /** An estimate of the heap that it takes. */
    long bytes() {
        return bytes;
    }
}
