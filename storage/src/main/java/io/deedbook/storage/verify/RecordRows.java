// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole records for checking, page by page in the order of the log. Reads the columns by itself, not through the
 * code that serves records, so that a fault there can't hide one here.
 */
final class RecordRows {
    /** Stands where the database holds what no record can; PostgreSQL has no such text, so it equals nothing. */
    private static final String UNREADABLE = "\0";

    /** Of content and attributes in one page, but for its last record: a few hundred of the longest would not fit. */
    private static final int PAGE_BYTES_MAX = 16 * 1024 * 1024;

    private static final String QUERY = query();

    private RecordRows() {}

    private static String query() {
        var columns = new StringBuilder("idx, id, received_unix_nanos, occurred_unix_nanos, pii, content, attributes,"
                + " actor_salt, attributes_salt, content_salt, facts_salt, leaf, leaf_hash");
        Field.all().forEach(field -> columns.append(", ").append(field.column()));
        var order = " order by idx, received_unix_nanos";
        var rows = "select " + columns
                + " from record where log_id = $1 and (idx, received_unix_nanos) > ($2, $3) and idx < $4" + order
                + " limit $5";
        var measured = "select *, count(*) over () as found, sum(coalesce(octet_length(content), 0)::bigint"
                + " + coalesce(octet_length(attributes), 0)) over (" + order
                + " rows between unbounded preceding and 1 preceding) as bytes_before from (" + rows + ") as page";
        return "select " + columns + ", found from (" + measured + ") as measured"
                + " where coalesce(bytes_before, 0) < " + PAGE_BYTES_MAX + order;
    }

    /**
     * The first {@code limit} records after one of this index and time, with indexes below {@code end}. The time is
     * part of the place because an index can stand there twice, where somebody put it. Fewer where they are long.
     */
    static Future<List<Row>> read(
            SqlClient client, int logId, long afterIndex, long afterUnixNanos, long end, int limit) {
        return client.preparedQuery(QUERY)
                .execute(Tuple.of(logId, afterIndex, afterUnixNanos, end, limit))
                .map(rows -> {
                    var list = new ArrayList<Row>(rows.size());
                    rows.forEach(list::add);
                    return list;
                });
    }

    /** Whether there may be records after those that were read. */
    static boolean isMore(List<Row> rows, int limit) {
        return rows.size() == limit || (!rows.isEmpty() && rows.get(0).getLong("found") > rows.size());
    }

    /** The record in a row; slow enough to be kept off event loops. */
    static StoredRecord record(Row row) {
        var values = new @Nullable Object[Field.all().size()];
        for (var field : Field.all()) {
            values[field.ordinal()] = switch (field.type()) {
                case TEXT -> row.getString(field.column());
                case INTEGER -> row.getLong(field.column());
                case LIST -> list(row.getArrayOfStrings(field.column()));
            };
        }
        return new StoredRecord(
                row.getLong("idx"),
                row.getUUID("id").toString().replace("-", ""),
                row.getLong("received_unix_nanos"),
                row.getLong("occurred_unix_nanos"),
                values,
                pii(row.getValue("pii")),
                row.getString("content"),
                row.getString("attributes"),
                salts(row),
                row.getBuffer("leaf").getBytes(),
                row.getBuffer("leaf_hash").getBytes());
    }

    private static @Nullable List<String> list(String @Nullable [] entries) {
        return entries == null
                ? null
                : Arrays.stream(entries)
                        .map(entry -> entry == null ? UNREADABLE : entry)
                        .toList();
    }

    private static Map<String, Integer> pii(@Nullable Object value) {
        var counts = new TreeMap<String, Integer>();
        if (value instanceof JsonObject object) {
            for (var entry : object) {
                if (entry.getValue() instanceof Integer count) {
                    counts.put(entry.getKey(), count);
                } else {
                    counts.put(UNREADABLE, 0);
                }
            }
        } else {
            counts.put(UNREADABLE, 0);
        }
        return counts;
    }

    private static Map<Part, byte[]> salts(Row row) {
        var salts = new EnumMap<Part, byte[]>(Part.class);
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS)) {
            var salt = row.getBuffer(part.wireName() + "_salt");
            if (salt != null) {
                salts.put(part, salt.getBytes());
            }
        }
        return salts;
    }
}
