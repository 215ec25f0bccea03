// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.CommitListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what this process commits, so that a stretch of which it, or it and others, have committed every entry need not
 * be read to be summed up. It holds as many bytes as it may. A log for which there is no room is read, until one of its
 * stretches begins while there is; those that are here stay, since half of a stretch is of no use, unless nothing was
 * appended to them for long. Whether what was counted is still so is not known here, but to {@link CountedStretches}.
 * Thread-safe.
 */
public final class RecentCounts implements CommitListener {
    static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long HEAP_SHARE = 256;
    private static final long BYTES_MIN = 1_000_000;

    private final Stretches stretches;
    private final long bytesMax;
    private final LongSupplier clockNanos;

    // Mutable state, under the monitor; the log appended to longest ago is the first
    private final LinkedHashMap<Integer, CountedLog> logs = new LinkedHashMap<>();
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
        var known = logs.remove(logId);
        var log = known == null ? new CountedLog(stretches) : known;
        var now = clockNanos.getAsLong();
        logs.put(logId, log);
        bytes -= known == null ? 0 : log.bytes();
        var counted = log.add(firstIndex, records, now);
        bytes += log.bytes();
        if (counted) {
            makeRoom(logId, now);
        } else {
            forget(logId);
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
     * Takes what was counted of a stretch if this process has committed each entry of it, and lets go of what the log has
     * before it.
     */
    synchronized Optional<Counted> takeWhole(int logId, long number) {
        return taken(logId, Optional.empty(), log -> log.takeWhole(number));
    }

    /** Takes what was counted of the stretches from one on that are below another, and lets go of all before. */
    synchronized List<Counted> take(int logId, long from, long to) {
        return taken(logId, List.of(), log -> log.take(from, to));
    }

    private <T> T taken(int logId, T none, Function<CountedLog, T> take) {
        var log = logs.get(logId);
        if (log == null) {
            return none;
        }
        bytes -= log.bytes();
        var taken = take.apply(log);
        bytes += log.bytes();
        if (log.isEmpty()) {
            forget(logId);
        }
        return taken;
    }

    /**
     * Counts in this database, on this server. Any other may have lost its end, as one that is restored or promoted has,
     * and got other entries since: what was counted there is forgotten.
     *
     * @param database a text that no other one has, nor the same after the server was started again
     */
    synchronized void countIn(String database) {
        if (!database.equals(this.database)) {
            this.database = database;
            logs.clear();
            bytes = 0;
        }
    }
}
