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

/** Makes a {@link StoredRecord} of a row, by the places of the columns in {@link RecordSelect}: a row has sixty. */
final class RecordRow {
    private static final int FIELDS_AT = 4;
    private static final int PARTS_AT = FIELDS_AT + Field.all().size();
    private static final int SALTS_AT = PARTS_AT + 3;
    private static final int LEAF_AT = SALTS_AT + 4;
    private static final List<Part> SALTED = List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS);

    private RecordRow() {}

    static StoredRecord read(Row row) {
        return new StoredRecord(
                row.getLong(0),
                hex(row.getUUID(1)),
                row.getLong(2),
                row.getLong(3),
                values(row),
                pii(row.getJsonObject(PARTS_AT)),
                row.getString(PARTS_AT + 1),
                row.getString(PARTS_AT + 2),
                salts(row),
                row.getBuffer(LEAF_AT).getBytes(),
                row.getBuffer(LEAF_AT + 1).getBytes());
    }

    private static String hex(UUID id) {
        var hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }

    private static @Nullable Object[] values(Row row) {
        var values = new @Nullable Object[Field.all().size()];
        var at = FIELDS_AT;
        for (var field : Field.all()) {
            values[field.ordinal()] = switch (field.type()) {
                case TEXT -> row.getString(at);
                case INTEGER -> row.getLong(at);
                case LIST -> list(row.getArrayOfStrings(at));
            };
            at++;
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
        for (var position = 0; position < SALTED.size(); position++) {
            var salt = row.getBuffer(SALTS_AT + position);
            if (salt != null) {
                salts.put(SALTED.get(position), salt.getBytes());
            }
        }
        return Collections.unmodifiableMap(salts);
    }
}
