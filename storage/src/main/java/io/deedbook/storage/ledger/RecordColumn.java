// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of table {@code record}, and where its value comes from. Both ways into the table, {@link RecordCopy} and
 * {@link RecordInsert}, are made from the one list.
 *
 * @param field the field that it is, or null for what is no field
 * @param value null, or what {@code type} says
 */
record RecordColumn(String name, Type type, @Nullable Field field, Function<PlacedRecord, @Nullable Object> value) {
    /** All, in the order in which both ways name them; the last six are what only a ledger has. */
    static final List<RecordColumn> ALL = all();

    /** What a value is. */
    enum Type {
        /** {@code Integer}. */
        INT("int"),
        /** {@code Long}. */
        BIGINT("bigint"),
        /** {@code byte[]} of 16. */
        UUID("uuid"),
        /** {@code byte[]}. */
        BYTEA("bytea"),
        /** {@code String}. */
        TEXT("text"),
        /** {@code byte[]}, UTF-8. */
        UTF8("text"),
        /** {@code List<String>}. */
        TEXTS("text[]"),
        /** {@code String} that is JSON. */
        JSONB("jsonb");

        private final String sqlName;

        Type(String sqlName) {
            this.sqlName = sqlName;
        }

        String sqlName() {
            return sqlName;
        }
    }

    private static List<RecordColumn> all() {
        var columns = new ArrayList<RecordColumn>();
        columns.add(new RecordColumn("log_id", Type.INT, null, PlacedRecord::logId));
        columns.add(new RecordColumn("idx", Type.BIGINT, null, PlacedRecord::index));
        columns.add(of("id", Type.UUID, SealedRecord::id));
        columns.add(of("received_unix_nanos", Type.BIGINT, SealedRecord::receivedUnixNanos));
        columns.add(of("occurred_unix_nanos", Type.BIGINT, SealedRecord::occurredUnixNanos));
        for (var field : Field.all()) {
            columns.add(new RecordColumn(
                    field.column(),
                    type(field),
                    field,
                    placed -> placed.sealed().values()[field.ordinal()]));
        }
        columns.add(of("pii", Type.JSONB, entry -> pii(entry.pii())));
        columns.add(of("content", Type.UTF8, SealedRecord::content));
        columns.add(of("attributes", Type.UTF8, SealedRecord::attributes));
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS)) {
            columns.add(of(
                    part.wireName() + "_salt",
                    Type.BYTEA,
                    entry -> entry.salts().get(part)));
        }
        columns.add(of("leaf", Type.BYTEA, SealedRecord::leaf));
        columns.add(of("leaf_hash", Type.BYTEA, SealedRecord::leafHash));
        return List.copyOf(columns);
    }

    private static RecordColumn of(String name, Type type, Function<SealedRecord, @Nullable Object> value) {
        return new RecordColumn(name, type, null, placed -> value.apply(placed.sealed()));
    }

    private static Type type(Field field) {
        return switch (field.type()) {
            case TEXT -> Type.TEXT;
            case INTEGER -> Type.BIGINT;
            case LIST -> Type.TEXTS;
        };
    }

    private static String pii(Map<String, Integer> pii) {
        if (pii.isEmpty()) {
            return "{}";
        }
        var json = new CanonicalJson(64).startObject();
        new TreeMap<>(pii).forEach((type, count) -> json.name(type).integer(count));
        return json.endObject().toString();
    }
}
