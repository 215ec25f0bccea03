// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this process has committed to one log and nobody has summed up: runs of entries, in whatever order it was told
 * of them, none of which goes from one stretch into the next. Not thread-safe.
 */
final class CountedLog {
    /** As many stretches, or pieces of one; where others append too, each turn of theirs makes one more. */
    static final int RUNS_MAX = 32;

    /** Of a run: with more of them reading a stretch's 8,192 entries costs little more. */
    static final int CELLS_MAX = 2_048;

    private static final long LOG_BYTES = 300;

    private final Stretches stretches;
    private final TreeMap<Long, CountedRun> runs = new TreeMap<>();

    // Mutable state
    private long bytes = LOG_BYTES;
    private long usedNanos;

    CountedLog(Stretches stretches) {
        this.stretches = stretches;
    }

    /**
     * Counts entries at consecutive indexes.
     *
     * @return false when the log has to be forgotten: there were other entries at these indexes, so that the database
     *     has lost its end since; or it would become too much
     */
    boolean add(long first, List<SealedRecord> records, long nowNanos) {
        usedNanos = nowNanos;
        var before = runs.lowerEntry(first + records.size());
        if (before != null && before.getValue().end() > first) {
            return false;
        }
        for (var from = 0; from < records.size(); ) {
            var left = stretches.entries() - (first + from) % stretches.entries();
            var to = (int) Math.min(records.size(), from + left);
            if (!count(first + from, records.subList(from, to))) {
                return false;
            }
            from = to;
        }
        return runs.size() <= RUNS_MAX;
    }

    private boolean count(long first, List<SealedRecord> records) {
        var run = runAt(first);
        bytes -= run.bytes();
        run.add(records);
        bytes += run.bytes();
        return run.cells() <= CELLS_MAX;
    }

    /** The run that goes on with this index, or a new one. */
    private CountedRun runAt(long index) {
        var before = index % stretches.entries() == 0 ? null : runs.lowerEntry(index);
        if (before != null && before.getValue().end() == index) {
            return before.getValue();
        }
        var run = new CountedRun(index);
        bytes += run.bytes();
        runs.put(index, run);
        return run;
    }

    /**
     * Takes what was counted of a stretch, and lets go of all before it.
     *
     * @return nothing unless each entry of it was counted
     */
    Optional<Map<Cell, Tally>> take(long number) {
        var end = (number + 1) * stretches.entries();
        var next = number * stretches.entries();
        var sum = new HashMap<Cell, Tally>();
        while (next < end && runs.containsKey(next)) {
            var run = runs.get(next);
            run.addTo(sum);
            next = run.end();
        }
        var past = runs.headMap(end);
        bytes -= past.values().stream().mapToLong(CountedRun::bytes).sum();
        past.clear();
        return next == end ? Optional.of(sum) : Optional.empty();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** When something was added last. */
    long usedNanos() {
        return usedNanos;
    }

    /** An estimate of the heap that it takes. */
    long bytes() {
        return bytes;
    }
}
