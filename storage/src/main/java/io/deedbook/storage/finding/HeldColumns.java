// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What of a record waits in memory for its evaluation: the columns that are asked for, and those that are as in the
 * record before it only once. A third of what the record takes, or less. Thread-safe.
 */
final class HeldColumns {
    /** A power of two. */
    private static final int KNOWN_SLOTS = 512;
    /** A record with its array, but for the places in it. */
    private static final long RECORD_BYTES = 56;

    private static final long PLACE_BYTES = 8;
    private static final long NUMBER_BYTES = 24;
    private static final long TEXT_BYTES = 56;

    private final Field[] columns;
    /** What the pipeline names is there once for all records, unless it was read from bytes. */
    private final AtomicReferenceArray<@Nullable Object> known = new AtomicReferenceArray<>(KNOWN_SLOTS);

    HeldColumns(Set<Field> columns) {
        this.columns = new TreeSet<>(columns).toArray(Field[]::new);
    }

    /**
     * A record as it waits.
     *
     * @param values of the columns, in their order
     */
    record Held(
            long receivedUnixNanos,
            long timeUnixNanos,
            @Nullable Object[] values) {}

    /** Takes of {@code record} what is asked for. */
    Held hold(SealedRecord record, @Nullable Held before) {
        var all = record.values();
        var values = new @Nullable Object[columns.length];
        for (var position = 0; position < columns.length; position++) {
            var value = all[columns[position].ordinal()];
            var earlier = before == null ? null : before.values[position];
            values[position] = value != null && value.equals(earlier) ? earlier : value;
        }
        var received = record.receivedUnixNanos();
        return new Held(received, Observed.time(received, record.occurredUnixNanos()), values);
    }

    /** At least what {@code held} takes beside the one before it, each text as if it were not Latin. */
    long bytes(Held held, @Nullable Held before) {
        var size = RECORD_BYTES + columns.length * PLACE_BYTES;
        for (var position = 0; position < columns.length; position++) {
            var value = held.values[position];
            if (value != null && (before == null || value != before.values[position])) {
                size += bytes(columns[position], value);
            }
        }
        return size;
    }

    private long bytes(Field column, Object value) {
        if (value instanceof Long) {
            return NUMBER_BYTES;
        }
        if (column.part() == Part.LEAF && column != Field.EVENT && isKnown(value)) {
            return 0;
        }
        if (value instanceof List<?> entries) {
            var size = TEXT_BYTES * (1L + entries.size());
            for (var entry : entries) {
                size += 2L * ((String) entry).length();
            }
            return size;
        }
        return TEXT_BYTES + 2L * ((String) value).length();
    }

    /** Whether this very object was counted a while ago. */
    private boolean isKnown(Object value) {
        var slot = System.identityHashCode(value) & (KNOWN_SLOTS - 1);
        return known.getAndSet(slot, value) == value;
    }

    /** What the evaluation sees of it. */
    Observed observed(long index, Held held) {
        var values = new @Nullable Object[Field.all().size()];
        for (var position = 0; position < columns.length; position++) {
            values[columns[position].ordinal()] = held.values[position];
        }
        return new Observed(index, held.receivedUnixNanos, held.timeUnixNanos, values);
    }
}
