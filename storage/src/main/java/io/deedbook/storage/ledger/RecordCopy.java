// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Sends records by COPY in binary form (PostgreSQL documentation, COPY, "Binary Format"): half of what an insert of
 * arrays costs the server, which begins with the first rows while the others are being written.
 */
final class RecordCopy {
    private static final byte[] HEADER = {
        'P',
        'G',
        'C',
        'O',
        'P',
        'Y',
        '\n',
        (byte) 0xff,
        '\r',
        '\n',
        0, /* flags */
        0,
        0,
        0,
        0, /* extension */
        0,
        0,
        0,
        0
    };
    private static final int TEXT_OID = 25;
    private static final int JSONB_VERSION = 1;
    /** Sent at once, beyond which a row still goes along whole. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final int NO_FIELD = -1;

    private final RecordColumn[] columns;
    /** For each column the place of its field among the values, so that most are read without a call. */
    private final int[] fields;

    private final String sql;
    private final EncodedLists encodedLists = new EncodedLists();
    private final CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);

    /** @param table with at least these columns */
    RecordCopy(String table, List<RecordColumn> columns) {
        this.columns = columns.toArray(RecordColumn[]::new);
        fields = columns.stream()
                .mapToInt(column ->
                        column.field() == null ? NO_FIELD : column.field().ordinal())
                .toArray();
        sql = "copy " + table + " (" + columns.stream().map(RecordColumn::name).collect(Collectors.joining(", "))
                + ") from stdin (format binary)";
    }

    /** Stores records, in the transaction of the connection; says how many rows there were. Blocks. */
    long copy(CopyManager connection, List<PlacedRecord> records) throws SQLException {
        var copy = connection.copyIn(sql);
        try {
            buffer.clear();
            buffer.bytes(HEADER);
            for (var record : records) {
                row(record);
                if (buffer.size() >= CHUNK_BYTES) {
                    send(copy);
                }
            }
            buffer.int16(-1);
            send(copy);
            return copy.endCopy();
        } finally {
            buffer.trim();
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.size());
        buffer.clear();
    }

    private void row(PlacedRecord record) {
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
