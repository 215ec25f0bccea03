// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.CommitListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what this process commits, so that a stretch need not be read to be summed up of which it has committed every
 * entry, or others that count have committed the rest. Of a stretch it counts all that it commits, or nothing. It holds
 * as many bytes as it may. A log for which there is no room is read, until one of its stretches begins while there is;
 * those that are here stay, unless nothing was appended to them for long. Whether what was counted is still so is not
 * known here, but to {@link CountedStretches}. Thread-safe.
 */
public final class RecentCounts implements CommitListener {
    static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long HEAP_SHARE = 256;
    private static final long BYTES_MIN = 1_000_000;
    /** Of a log that is not counted yet. */
    private static final long LATER_BYTES = 100;

    private final Stretches stretches;
    private final long bytesMax;
    private final LongSupplier clockNanos;

    // Mutable state, under the monitor; the log appended to longest ago is the first
    private final LinkedHashMap<Integer, CountedLog> logs = new LinkedHashMap<>();
    /** From which stretch on logs are counted that are not here. */
    private final Map<Integer, Long> later = new HashMap<>();

    private long bytes;
    private @Nullable String database;

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentCounts(Stretches stretches, long bytesMax) {
        this(stretches, bytesMax, System::nanoTime);
    }

    RecentCounts(Stretches stretches, long bytesMax, LongSupplier clockNanos) {
        this.stretches = stretches;
        this.bytesMax = bytesMax;
        this.clockNanos = clockNanos;
    }

    /** What a heap of {@code heapBytesMax} has for it: a part in two hundred and fifty-six. */
    public static long bytesMax(long heapBytesMax) {
        return Math.max(BYTES_MIN, heapBytesMax / HEAP_SHARE);
    }

    @Override
    public synchronized void committed(int logId, long firstIndex, List<SealedRecord> records) {
        var known = logs.get(logId);
        var skipped = known == null ? untilCounted(logId, firstIndex) : 0;
        if (skipped >= records.size()) {
            return;
        }
        var log = known == null ? new CountedLog(stretches) : known;
        var now = clockNanos.getAsLong();
        logs.remove(logId);
        logs.put(logId, log);
        bytes -= known == null ? 0 : log.bytes();
        var counted = log.add(firstIndex + skipped, records.subList((int) skipped, records.size()), now);
        bytes += log.bytes();
        if (counted) {
            makeRoom(logId, now);
        } else {
            forget(logId);
        }
    }

    /**
     * How many entries from an index on are not counted: those of a stretch in which this process had others that were
     * not, as far as it knows.
     */
    private long untilCounted(int logId, long index) {
        var next = (index + stretches.entries() - 1) / stretches.entries();
        var from = later.getOrDefault(logId, next);
        if (from * stretches.entries() <= index) {
            bytes -= later.remove(logId) == null ? 0 : LATER_BYTES;
            return 0;
        }
        countLater(logId, from);
        return from * stretches.entries() - index;
    }

    private void countLater(int logId, long from) {
        if (later.containsKey(logId) || bytes + LATER_BYTES <= bytesMax) {
            bytes += later.put(logId, from) == null ? LATER_BYTES : 0;
        }
    }

    private void makeRoom(int logId, long nowNanos) {
        while (bytes > bytesMax) {
            var first = logs.entrySet().iterator().next();
            var idle = nowNanos - first.getValue().usedNanos() > IDLE_NANOS;
            forget(idle ? first.getKey() : logId);
        }
    }

    private void forget(int logId) {
        var log = logs.remove(logId);
        bytes -= log == null ? 0 : log.bytes();
    }

    /**
     * Takes what was counted of a stretch if this process has committed each entry of it, and lets go of what the log
     * has before it.
     */
    synchronized Optional<Counted> takeWhole(int logId, long number) {
        return taken(logId, number, log -> log.takeWhole(number));
    }

    /** Takes what was counted of the first stretch from one on that is below another, and lets go of all before. */
    synchronized Optional<Counted> takeNext(int logId, long from, long to) {
        return taken(logId, from, log -> log.takeNext(from, to));
    }

    private Optional<Counted> taken(int logId, long from, Function<CountedLog, Optional<Counted>> take) {
        var log = logs.get(logId);
        if (log == null) {
            return Optional.empty();
        }
        bytes -= log.bytes();
        var taken = take.apply(log);
        bytes += log.bytes();
        if (log.isEmpty()) {
            forget(logId);
            // nothing is missing there, even where this hears late of some entries
            countLater(logId, from);
        }
        return taken;
    }

    /**
     * Counts in this database, on this server. Any other may have lost its end, as one that is restored or promoted
     * has, and got other entries since: what was counted there is forgotten.
     *
     * @param database a text that no other one has, nor the same after the server was started again
     */
    synchronized void countIn(String database) {
        if (!database.equals(this.database)) {
            this.database = database;
            logs.clear();
            later.clear();
            bytes = 0;
        }
    }
}
