// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;

/**
 * What an export says of itself in {@code export.json}; nothing of it is believed that is not checked.
 *
 * @param origin of the log
 * @param size of the checkpoint that everything is proven against
 * @param first index of the first entry that is there: more than 0 where retention removed entries
 * @param records lines in {@code records.jsonl}
 * @param complete whether every entry from {@code first} to {@code size} is there
 */
public record ExportManifest(String origin, long size, long first, long records, boolean complete) {
    /** The name and version of the format. */
    public static final String FORMAT = "deedbook-export/v1";

    static final int BYTES_MAX = 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads {@code export.json}.
     *
     * @throws MalformedException {@code manifest}
     */
    static ExportManifest parse(byte[] file) {
        var format = "";
        var origin = "";
        var size = -1L;
        var first = 0L;
        var records = -1L;
        var complete = false;
        try (var parser = JSON.createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("manifest");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "format" -> format = parser.getText();
                    case "origin" -> origin = parser.getText();
                    case "size" -> size = parser.getLongValue();
                    case "first" -> first = parser.getLongValue();
                    case "records" -> records = parser.getLongValue();
                    case "complete" -> complete = parser.getBooleanValue();
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new MalformedException("manifest");
        }
        if (!format.equals(FORMAT) || size < 0 || first < 0 || first > size || records < 0) {
            throw new MalformedException("manifest");
        }
        return new ExportManifest(origin, size, first, records, complete);
    }
}
