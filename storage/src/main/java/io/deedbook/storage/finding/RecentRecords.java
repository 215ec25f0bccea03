// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.RecentRuns;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process has just committed, so that the evaluation need not read it back from the database. It holds as many bytes as it
 * may, and lets the oldest go first: what it doesn't have is read. Thread-safe.
 */
public final class RecentRecords implements CommitListener {
    private static final long HEAP_SHARE = 32;
    private static final long BYTES_MIN = 1_000_000;
    /** The arrays, numbers and lists; what rules and enumerations name is there once for all records. */
    private static final long RECORD_BYTES = 600;

    private static final long TEXT_BYTES = 56;

    /** What senders choose, and how long it is. */
    private static final int[] SENDERS = Field.all().stream()
            .filter(field -> field == Field.EVENT || (field.part() != Part.LEAF && field.type() != Field.Type.INTEGER))
            .mapToInt(Field::ordinal)
            .toArray();

    private final RecentRuns<Observed> runs;

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentRecords(long bytesMax) {
        runs = new RecentRuns<>(bytesMax);
    }

    /** What a heap of {@code heapBytesMax} has for it: a part in thirty-two. */
    public static long bytesMax(long heapBytesMax) {
        return Math.max(BYTES_MIN, heapBytesMax / HEAP_SHARE);
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
            size += bytes(record);
        }
        runs.add(logId, firstIndex, observed, size);
    }

    /**
     * The records from {@code from} on that follow each other, none from {@code to} on; empty where the first is not here. What lies
     * before them is let go.
     */
    List<Observed> range(int logId, long from, long to) {
        runs.letGo(logId, from);
        return runs.range(logId, from, to);
    }

    /** The first index after {@code from}, but below {@code to}, that is here; {@code to} when there is none. */
    long nextFrom(int logId, long from, long to) {
        return runs.nextFrom(logId, from, to);
    }

    /** At least what the values take, each text as if it were not Latin. */
    private static long bytes(SealedRecord record) {
        var values = record.values();
        var size = RECORD_BYTES;
        for (var ordinal : SENDERS) {
            var value = values[ordinal];
            if (value instanceof String text) {
                size += TEXT_BYTES + 2L * text.length();
            } else if (value instanceof List<?> entries) {
                size += TEXT_BYTES * (1L + entries.size());
                for (var entry : entries) {
                    size += 2L * ((String) entry).length();
                }
            }
        }
        return size;
    }
}
