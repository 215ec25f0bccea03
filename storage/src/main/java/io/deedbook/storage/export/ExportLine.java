// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deedbook.pipeline.canonical.PartJson;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A line of {@code records.jsonl}: an entry with its leaf and what opens the commitments in it. */
final class ExportLine {
    private static final JsonFactory JSON = new JsonFactory();

    private ExportLine() {}

    /** @param proof the tlog-proof, or null where the whole log is exported */
    static void write(StoredRecord record, @Nullable String proof, OutputStream out) throws IOException {
        var bytes = new ByteArrayOutputStream(2_048);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("index", record.index());
            json.writeStringField("id", record.id());
            json.writeStringField("leaf", base64(record.leaf()));
            json.writeObjectFieldStart("parts");
            var committed = committed(record.leaf());
            for (var part : PartColumns.ERASABLE) {
                if (committed.containsKey(part.wireName())) {
                    part(record, part, json);
                }
            }
            json.writeEndObject();
            if (proof != null) {
                json.writeStringField("proof", proof);
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        bytes.writeTo(out);
    }

    private static JsonObject committed(byte[] leaf) {
        return new JsonObject(new String(leaf, StandardCharsets.UTF_8)).getJsonObject("parts");
    }

    /** Null for what is gone. */
    private static void part(StoredRecord record, Part part, JsonGenerator json) throws IOException {
        var content = switch (part) {
            case CONTENT -> record.contentJson();
            case ATTRIBUTES -> record.attributesJson();
            default -> PartJson.ofColumns(part, record.values());
        };
        var salt = record.salts().get(part);
        json.writeFieldName(part.wireName());
        if (content == null || salt == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("salt", base64(salt));
        json.writeStringField("content", base64(content.getBytes(StandardCharsets.UTF_8)));
        json.writeEndObject();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
