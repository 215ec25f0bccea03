// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What this process has committed to one log and nobody has summed up, by stretches. Not thread-safe. */
final class CountedLog {
    static final int STRETCHES_MAX = 32;

    /** Of a stretch: with more of them reading its 8,192 entries costs little more. */
    static final int CELLS_MAX = 2_048;

    private static final long LOG_BYTES = 300;

    private final int entries;
    private final TreeMap<Long, CountedStretch> stretches = new TreeMap<>();

    // Mutable state
    private long bytes = LOG_BYTES;
    private long usedNanos;

    CountedLog(Stretches stretches) {
        entries = stretches.entries();
    }

    /**
     * Counts entries at consecutive indexes.
     *
     * @return false when the log has to be forgotten: there were other entries at these indexes, so that the database
     *     has lost its end since; or it would become too much
     */
    boolean add(long first, List<SealedRecord> records, long nowNanos) {
        usedNanos = nowNanos;
        for (var from = 0; from < records.size(); ) {
            var place = (int) ((first + from) % entries);
            var to = Math.min(records.size(), from + entries - place);
            if (!count((first + from) / entries, place, records.subList(from, to))) {
                return false;
            }
            from = to;
        }
        return stretches.size() <= STRETCHES_MAX;
    }

    private boolean count(long number, int place, List<SealedRecord> records) {
        var stretch = stretches.get(number);
        if (stretch == null) {
            stretch = new CountedStretch(entries);
            stretches.put(number, stretch);
        } else {
            bytes -= stretch.bytes();
        }
        var counted = stretch.add(place, records);
        bytes += stretch.bytes();
        return counted && stretch.cells() <= CELLS_MAX;
    }

    /** Takes what was counted of a stretch if that is each entry of it, and lets go of all before it. */
    Optional<Counted> takeWhole(long number) {
        letGo(number);
        var stretch = stretches.get(number);
        if (stretch == null || !stretch.isWhole()) {
            return Optional.empty();
        }
        return Optional.of(take(number));
    }

    /** Takes what was counted of the first stretch from one on that is below another, and lets go of all before. */
    Optional<Counted> takeNext(long from, long to) {
        letGo(from);
        return stretches.isEmpty() || stretches.firstKey() >= to
                ? Optional.empty()
                : Optional.of(take(stretches.firstKey()));
    }

    private Counted take(long number) {
        var stretch = stretches.remove(number);
        bytes -= stretch.bytes();
        return stretch.counted(number);
    }

    private void letGo(long before) {
        var past = stretches.headMap(before);
        bytes -= past.values().stream().mapToLong(CountedStretch::bytes).sum();
        past.clear();
    }

    boolean isEmpty() {
        return stretches.isEmpty();
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
