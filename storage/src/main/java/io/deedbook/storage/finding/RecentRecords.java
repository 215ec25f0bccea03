// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.CommitListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process has just committed, so that the evaluation need not read it back from the database. It holds as many bytes as it
 * may, and lets the oldest go first: what it doesn't have is read. Thread-safe.
 */
public final class RecentRecords implements CommitListener {
    private static final long HEAP_SHARE = 32;
    private static final long BYTES_MIN = 1_000_000;
    private static final long RECORD_BYTES = 400;
    private static final long TEXT_BYTES = 56;

    private final long bytesMax;

    // Mutable state, under the monitor.
    private final Map<Integer, TreeMap<Long, Run>> runs = new HashMap<>();
    private final LinkedHashSet<Run> oldestFirst = new LinkedHashSet<>();
    private long bytes;

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentRecords(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What a heap of {@code heapBytesMax} has for it: a part in thirty-two. */
    public static long bytesMax(long heapBytesMax) {
        return Math.max(BYTES_MIN, heapBytesMax / HEAP_SHARE);
    }

    /** Records of one log at consecutive indexes; a class, so that it is equal to itself alone. */
    private static final class Run {
        private final int logId;
        private final long first;
        private final List<Observed> records;
        private final long bytes;

        Run(int logId, long first, List<Observed> records, long bytes) {
            this.logId = logId;
            this.first = first;
            this.records = records;
            this.bytes = bytes;
        }

        long end() {
            return first + records.size();
        }
    }

    @Override
    public void committed(int logId, long firstIndex, List<SealedRecord> records) {
        var observed = new ArrayList<Observed>(records.size());
        var size = 0L;
        for (var record : records) {
            observed.add(new Observed(
                    firstIndex + observed.size(),
                    record.receivedUnixNanos(),
                    Observed.time(record.receivedUnixNanos(), record.occurredUnixNanos()),
                    record.values()));
            size += bytes(record.values());
        }
        add(new Run(logId, firstIndex, observed, size));
    }

    private synchronized void add(Run run) {
        runs.computeIfAbsent(run.logId, log -> new TreeMap<>()).put(run.first, run);
        oldestFirst.add(run);
        bytes += run.bytes;
        while (bytes > bytesMax) {
            remove(oldestFirst.iterator().next());
        }
    }

    /**
     * The records from {@code from} on that follow each other, none from {@code to} on; empty where the first is not here. What lies
     * before them is let go.
     */
    synchronized List<Observed> range(int logId, long from, long to) {
        var ofLog = runs.get(logId);
        if (ofLog == null) {
            return List.of();
        }
        for (var first = ofLog.firstEntry(); first != null && first.getValue().end() <= from; ) {
            remove(first.getValue());
            first = ofLog.firstEntry();
        }
        var found = new ArrayList<Observed>();
        var next = from;
        for (var run = containing(ofLog, next); run != null && next < to; run = containing(ofLog, next)) {
            var last = Math.min(to, run.end());
            found.addAll(run.records.subList((int) (next - run.first), (int) (last - run.first)));
            next = last;
        }
        return found;
    }

    /** The first index after {@code from}, but below {@code to}, that is here; {@code to} when there is none. */
    synchronized long nextFrom(int logId, long from, long to) {
        var ofLog = runs.get(logId);
        var next = ofLog == null ? null : ofLog.higherKey(from);
        return next == null ? to : Math.min(next, to);
    }

    private static @Nullable Run containing(NavigableMap<Long, Run> ofLog, long index) {
        var entry = ofLog.floorEntry(index);
        return entry == null || entry.getValue().end() <= index ? null : entry.getValue();
    }

    private void remove(Run run) {
        oldestFirst.remove(run);
        bytes -= run.bytes;
        var ofLog = runs.get(run.logId);
        if (ofLog != null) {
            ofLog.remove(run.first);
            if (ofLog.isEmpty()) {
                runs.remove(run.logId);
            }
        }
    }

    private static long bytes(@Nullable Object[] values) {
        var size = RECORD_BYTES;
        for (var value : values) {
            if (value instanceof String text) {
                size += TEXT_BYTES + 2L * text.length();
            } else if (value instanceof List<?> entries) {
                size += TEXT_BYTES * (1L + entries.size());
            }
        }
        return size;
    }
}
