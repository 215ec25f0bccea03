// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.RecordPage;
import io.deedbook.storage.read.Stats;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the API answers. A record always has the same members: what it lacks is null, or an empty array. Content
 * and attributes are embedded as they were stored, which is canonical JSON.
 */
public final class RecordJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int RECORD_BYTES_EXPECTED = 2048;
    private static final int NANOS_DIGITS = 9;

    private RecordJson() {}

    /** One record. */
    public static Buffer record(String tenant, StoredRecord record) {
        return write(RECORD_BYTES_EXPECTED, json -> write(json, tenant, record));
    }

    /** A page of records with the cursor of the next one, where there is one. */
    static Buffer page(String tenant, RecordPage page) {
        var records = page.records();
        return write(RECORD_BYTES_EXPECTED * (1 + records.size()), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (var record : records) {
                write(json, tenant, record);
            }
            json.writeEndArray();
            if (page.next().isPresent()) {
                json.writeStringField("nextCursor", Cursor.of(page.next().getAsLong()));
            }
            json.writeEndObject();
        });
    }

    /** Counts. */
    static Buffer stats(Stats stats) {
        return write(RECORD_BYTES_EXPECTED, json -> {
            json.writeStartObject();
            json.writeNumberField("records", stats.records());
            counts(json, "byRisk", stats.byRisk());
            counts(json, "byAction", stats.byAction());
            counts(json, "bySurface", stats.bySurface());
            counts(json, "byDay", stats.byDay());
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, String tenant, StoredRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", record.id());
        json.writeNumberField("index", record.index());
        json.writeStringField("tenant", tenant);
        json.writeStringField("receivedAt", Rfc3339.of(record.receivedUnixNanos()));
        json.writeStringField("occurredAt", Rfc3339.of(record.occurredUnixNanos()));
        json.writeStringField("digest", HexFormat.of().formatHex(record.leafHash()));
        for (var field : Field.all()) {
            write(json, record, field);
        }
        json.writeObjectFieldStart("pii");
        for (var finding : record.pii().entrySet()) {
            json.writeNumberField(finding.getKey(), finding.getValue());
        }
        json.writeEndObject();
        raw(json, "content", record.contentJson());
        raw(json, "attributes", record.attributesJson());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, StoredRecord record, Field field) throws IOException {
        if (field == Field.COST_USD_NANOS) {
            cost(json, record.integer(field));
            return;
        }
        json.writeFieldName(field.jsonName());
        if (field == Field.CONTENT_STATE) {
            json.writeString(record.contentState());
            return;
        }
        switch (field.type()) {
            case TEXT -> json.writeString(record.text(field));
            case INTEGER -> {
                var number = record.integer(field);
                if (number == null) {
                    json.writeNull();
                } else {
                    json.writeNumber(number);
                }
            }
            case LIST -> {
                json.writeStartArray();
                for (var entry : record.list(field)) {
                    json.writeString(entry);
                }
                json.writeEndArray();
            }
        }
    }

    /** US dollars as a decimal number, exactly. */
    private static void cost(JsonGenerator json, @Nullable Long nanos) throws IOException {
        json.writeFieldName("costUsd");
        if (nanos == null) {
            json.writeNull();
        } else {
            json.writeNumber(
                    BigDecimal.valueOf(nanos, NANOS_DIGITS).stripTrailingZeros().toPlainString());
        }
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeRawValue(value);
        }
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    /** What writes one document. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static Buffer write(int bytesExpected, Body body) {
        var bytes = new ByteArrayOutputStream(bytesExpected);
        try (var json = FACTORY.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
