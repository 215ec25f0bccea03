// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.RecordPage;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;

/** Writes findings as the API answers them. A finding always has the same members: what it lacks is null. */
final class FindingJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int FINDING_BYTES_EXPECTED = 1024;
    private static final List<Field> COMMON = List.of(
            Field.SURFACE,
            Field.SESSION_ID,
            Field.PROMPT_ID,
            Field.TEAM,
            Field.USER_EMAIL,
            Field.USER_ACCOUNT_UUID,
            Field.USER_ACCOUNT_ID,
            Field.USER_ID,
            Field.ORGANIZATION_ID);

    private FindingJson() {}

    /** One finding. */
    static Buffer finding(String tenant, StoredRecord entry) {
        var bytes = new ByteArrayOutputStream(FINDING_BYTES_EXPECTED);
        try (var json = FACTORY.createGenerator(bytes)) {
            write(json, tenant, entry);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** A page of findings with the cursor of the next one, where there is one. */
    static Buffer page(String tenant, RecordPage page) {
        var entries = page.records();
        var bytes = new ByteArrayOutputStream(FINDING_BYTES_EXPECTED * (1 + entries.size()));
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("findings");
            for (var entry : entries) {
                write(json, tenant, entry);
            }
            json.writeEndArray();
            if (page.next().isPresent()) {
                json.writeStringField("nextCursor", Cursor.of(page.next().getAsLong()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, String tenant, StoredRecord entry) throws IOException {
        var content = FindingContent.of(entry);
        json.writeStartObject();
        json.writeStringField("id", entry.id());
        json.writeNumberField("index", entry.index());
        json.writeStringField("tenant", tenant);
        json.writeStringField("foundAt", Rfc3339.of(entry.receivedUnixNanos()));
        json.writeStringField("digest", HexFormat.of().formatHex(entry.leafHash()));
        json.writeStringField("rule", content.rule());
        json.writeStringField("title", content.title());
        json.writeStringField("risk", entry.text(Field.RISK));
        json.writeStringField("explanation", content.explanation());
        json.writeObjectFieldStart("window");
        json.writeStringField("from", content.from());
        json.writeStringField("to", content.to());
        json.writeEndObject();
        json.writeNumberField("recordCount", content.recordCount());
        strings(json, "records", content.records());
        strings(json, "controls", entry.list(Field.CONTROLS));
        for (var field : COMMON) {
            json.writeStringField(field.jsonName(), entry.text(field));
        }
        json.writeStringField("policyVersion", entry.text(Field.POLICY_VERSION));
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> entries) throws IOException {
        json.writeArrayFieldStart(name);
        for (var entry : entries) {
            json.writeString(entry);
        }
        json.writeEndArray();
    }
}
