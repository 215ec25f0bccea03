// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into one statement that inserts them all: an array a column, unnested by the server. For the few
 * entries that go along with other changes in a transaction of the event loop's client, which has no COPY; what clients
 * send goes by {@link RecordCopy}.
 */
final class RecordInsert {
    /** The statement; its parameters are those of {@link #arrays}. */
    static final String SQL = sql();

    private RecordInsert() {}

    /** The parameters that insert {@code records}. */
    static Tuple arrays(List<PlacedRecord> records) {
        var arrays = new ArrayList<Object>(RecordColumn.ALL.size());
        for (var column : RecordColumn.ALL) {
            var array = newArray(column.type(), records.size());
            for (var position = 0; position < array.length; position++) {
                array[position] = entry(column.type(), column.value().apply(records.get(position)));
            }
            arrays.add(array);
        }
        return Tuple.wrap(arrays);
    }

    private static String sql() {
        var names = new ArrayList<String>();
        var selected = new ArrayList<String>();
        var parameters = new ArrayList<String>();
        for (var column : RecordColumn.ALL) {
            names.add(column.name());
            selected.add(
                    travelsAsText(column.type())
                            ? column.name() + "::" + column.type().sqlName()
                            : column.name());
            parameters.add("$" + names.size() + "::"
                    + (travelsAsText(column.type()) ? "text" : column.type().sqlName()) + "[]");
        }
        return "insert into record (" + String.join(", ", names) + ") select " + String.join(", ", selected)
                + " from unnest(" + String.join(", ", parameters) + ") as r (" + String.join(", ", names) + ")";
    }

    /** Arrays of arrays must be rectangular, so a list travels as the text of its array. */
    private static boolean travelsAsText(RecordColumn.Type type) {
        return type == RecordColumn.Type.TEXTS || type == RecordColumn.Type.JSONB;
    }

    private static @Nullable Object[] newArray(RecordColumn.Type type, int count) {
        return switch (type) {
            case INT -> new Integer[count];
            case BIGINT -> new Long[count];
            case UUID -> new UUID[count];
            case BYTEA -> new Buffer[count];
            case TEXT, UTF8, TEXTS, JSONB -> new String[count];
        };
    }

    private static @Nullable Object entry(RecordColumn.Type type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case UUID -> uuid((byte[]) value);
            case BYTEA -> Buffer.buffer((byte[]) value);
            case UTF8 -> new String((byte[]) value, StandardCharsets.UTF_8);
            case TEXTS -> array((List<?>) value);
            case INT, BIGINT, TEXT, JSONB -> value;
        };
    }

    private static UUID uuid(byte[] id) {
        var bytes = ByteBuffer.wrap(id);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /**
     * PostgreSQL's text form of an array (documentation §8.15.2): every entry quoted, quotes and backslashes escaped.
     */
    private static String array(List<?> entries) {
        var text = new StringBuilder(64).append('{');
        for (var entry : entries) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append('"')
                    .append(entry.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }
}
