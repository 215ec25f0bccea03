// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.finding.HeldColumns.Held;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.RecentRuns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process has just committed to logs that it evaluates, so that it need not read it back from the database.
 * It holds as many bytes as it may; what comes then is read. The oldest stay, because they are evaluated next: were
 * they to go for the latest, an evaluation that is behind would find nothing here ever again, and stay behind for
 * having to read. Thread-safe.
 */
public final class RecentRecords implements CommitListener {
    private static final long HEAP_SHARE = 32;
    private static final long BYTES_MIN = 1_000_000;

    private final RecentRuns<Held> runs;

    // Mutable state, under the monitor.
    private final Map<Integer, Wanted> wanted = new HashMap<>();

    /** What the evaluation of a log wants; from which index on is the only thing that changes. */
    private static final class Wanted {
        private final HeldColumns columns;
        private long from;

        Wanted(HeldColumns columns, long from) {
            this.columns = columns;
            this.from = from;
        }
    }

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentRecords(long bytesMax) {
        runs = new RecentRuns<>(bytesMax);
    }

    /** What a heap of {@code heapBytesMax} has for it: a part in thirty-two. */
    public static long bytesMax(long heapBytesMax) {
        return Math.max(BYTES_MIN, heapBytesMax / HEAP_SHARE);
    }

    /** Holds these columns of what is committed to a log from now on, if its index is {@code from} or higher. */
    synchronized void want(int logId, Set<Field> columns, long from) {
        forget(logId);
        wanted.put(logId, new Wanted(new HeldColumns(columns), from));
    }

    /** Lets go of what lies before an index: it is evaluated. */
    synchronized void letGo(int logId, long before) {
        var log = wanted.get(logId);
        if (log != null) {
            log.from = before;
            runs.letGo(logId, before);
        }
    }

    /** Holds nothing more of a log. */
    synchronized void forget(int logId) {
        wanted.remove(logId);
        runs.letGo(logId, Long.MAX_VALUE);
    }

    @Override
    public void committed(int logId, long firstIndex, List<SealedRecord> records) {
        var log = wanted(logId);
        if (log == null) {
            return;
        }
        var held = new ArrayList<Held>(records.size());
        var size = 0L;
        Held before = null;
        for (var record : records) {
            var next = log.columns.hold(record, before);
            size += log.columns.bytes(next, before);
            held.add(next);
            before = next;
        }
        addIfWanted(log, logId, firstIndex, held, size);
    }

    private synchronized @Nullable Wanted wanted(int logId) {
        return wanted.get(logId);
    }

    private synchronized void addIfWanted(Wanted log, int logId, long first, List<Held> held, long bytes) {
        if (wanted.get(logId) == log && first + held.size() > log.from) {
            runs.addIfRoom(logId, first, held, bytes);
        }
    }

    /**
     * The records from {@code from} on that follow each other, none from {@code to} on; empty where the first is not
     * here.
     */
    List<Observed> range(int logId, long from, long to) {
        HeldColumns columns;
        List<Held> held;
        synchronized (this) {
            var log = wanted.get(logId);
            if (log == null) {
                return List.of();
            }
            columns = log.columns;
            held = runs.range(logId, from, to);
        }
        var observed = new ArrayList<Observed>(held.size());
        for (var record : held) {
            observed.add(columns.observed(from + observed.size(), record));
        }
        return observed;
    }

    /** The first index after {@code from}, but below {@code to}, that is here; {@code to} when there is none. */
    long nextFrom(int logId, long from, long to) {
        return runs.nextFrom(logId, from, to);
    }
}
