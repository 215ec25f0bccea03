// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as rows of COPY in binary form (PostgreSQL documentation, COPY, "Binary Format"). Used by one thread at
 * a time.
 */
final class RowEncoder {
    private static final int TEXT_OID = 25;
    private static final int JSONB_VERSION = 1;
    private static final int NO_FIELD = -1;

    /** Where in a row its index in the log stands: after the number of columns, the log with its length, and a length. */
    static final int INDEX_AT = Short.BYTES + 3 * Integer.BYTES;

    private final RecordColumn[] columns;
    /** For each column the place of its field among the values, so that most are read without a call. */
    private final int[] fields;

    private final CopyBuffer buffer;
    private final EncodedLists encodedLists = new EncodedLists();

    /**
     * @param columns of which the first two are log and index
     * @param buffer that is written to
     */
    RowEncoder(List<RecordColumn> columns, CopyBuffer buffer) {
        this.columns = columns.toArray(RecordColumn[]::new);
        this.buffer = buffer;
        fields = columns.stream()
                .mapToInt(column ->
                        column.field() == null ? NO_FIELD : column.field().ordinal())
                .toArray();
    }

    /** Writes a row. */
    void row(PlacedRecord record) {
        buffer.int16(columns.length);
        var values = record.sealed().values();
        for (var position = 0; position < columns.length; position++) {
            var field = fields[position];
            value(
                    columns[position],
                    field == NO_FIELD ? columns[position].value().apply(record) : values[field]);
        }
    }

    private void value(RecordColumn column, @Nullable Object value) {
        if (value == null) {
            buffer.int32(-1);
            return;
        }
        switch (column.type()) {
            case INT -> {
                buffer.int32(Integer.BYTES);
                buffer.int32((Integer) value);
            }
            case BIGINT -> {
                buffer.int32(Long.BYTES);
                buffer.int64((Long) value);
            }
            case UUID, BYTEA, UTF8 -> sized((byte[]) value);
            case TEXT -> sized(((String) value).getBytes(StandardCharsets.UTF_8));
            case TEXTS -> texts(column, (List<?>) value);
            case JSONB -> {
                var json = ((String) value).getBytes(StandardCharsets.UTF_8);
                buffer.int32(1 + json.length);
                buffer.int8(JSONB_VERSION);
                buffer.bytes(json);
            }
        }
    }

    /** Rules and controls are the same few lists in most records; others are what a sender sent. */
    private void texts(RecordColumn column, List<?> entries) {
        if (column.field() == null || column.field().part() != Part.LEAF) {
            array(entries);
            return;
        }
        var known = encodedLists.of(entries);
        if (known != null) {
            buffer.bytes(known);
            return;
        }
        var start = buffer.size();
        array(entries);
        encodedLists.put(entries, Arrays.copyOfRange(buffer.array(), start, buffer.size()));
    }

    /** An array of one dimension, or of none when it is empty ({@code array_recv} in arrayfuncs.c). */
    private void array(List<?> entries) {
        var start = buffer.size();
        buffer.int32(0);
        buffer.int32(entries.isEmpty() ? 0 : 1);
        buffer.int32(0);
        buffer.int32(TEXT_OID);
        if (!entries.isEmpty()) {
            buffer.int32(entries.size());
            buffer.int32(1);
        }
        for (var entry : entries) {
            sized(((String) entry).getBytes(StandardCharsets.UTF_8));
        }
        buffer.int32At(start, buffer.size() - start - Integer.BYTES);
    }

    private void sized(byte[] bytes) {
        buffer.int32(bytes.length);
        buffer.bytes(bytes);
    }
}
