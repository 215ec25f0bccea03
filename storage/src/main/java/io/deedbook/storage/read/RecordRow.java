// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a {@link StoredRecord} of a row as {@link RecordSelect} selects it. */
final class RecordRow {
    private RecordRow() {}

    static StoredRecord read(Row row) {
        return new StoredRecord(
                row.getLong("idx"),
                hex(row.getUUID("id")),
                row.getLong("received_unix_nanos"),
                row.getLong("occurred_unix_nanos"),
                values(row),
                pii(row.getJsonObject("pii")),
                row.getString("content"),
                row.getString("attributes"),
                salts(row),
                row.getBuffer("leaf").getBytes(),
                row.getBuffer("leaf_hash").getBytes());
    }

    private static String hex(UUID id) {
        var hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }

    private static @Nullable Object[] values(Row row) {
        var values = new @Nullable Object[Field.all().size()];
        for (var field : Field.all()) {
            values[field.ordinal()] = switch (field.type()) {
                case TEXT -> row.getString(field.column());
                case INTEGER -> row.getLong(field.column());
                case LIST -> list(row.getArrayOfStrings(field.column()));
            };
        }
        return values;
    }

    private static @Nullable List<String> list(String @Nullable [] entries) {
        return entries == null ? null : List.of(entries);
    }

    private static Map<String, Integer> pii(@Nullable JsonObject counts) {
        var pii = new TreeMap<String, Integer>();
        if (counts != null) {
            counts.fieldNames().forEach(type -> pii.put(type, counts.getInteger(type)));
        }
        return Collections.unmodifiableMap(pii);
    }

    private static Map<Part, byte[]> salts(Row row) {
        var salts = new EnumMap<Part, byte[]>(Part.class);
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS)) {
            var salt = row.getBuffer(part.wireName() + "_salt");
            if (salt != null) {
                salts.put(part, salt.getBytes());
            }
        }
        return Collections.unmodifiableMap(salts);
    }
}
