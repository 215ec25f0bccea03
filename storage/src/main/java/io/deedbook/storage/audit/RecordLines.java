// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.audit.ExportedRecord.OpenPart;
import io.deedbook.storage.tlog.MalformedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code records.jsonl}, a line at a time, in the order of the log. For one thread at a time. */
final class RecordLines implements Closeable {
    /** More than any part has in base64: requests end at 20 MiB. */
    private static final int STRING_CHARS_MAX = 64 * 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(STRING_CHARS_MAX)
                    .maxNestingDepth(8)
                    .build())
            .build();

    private final JsonParser parser;

    // Mutable state, owned by the reading thread.
    private long lastIndex = -1;

    RecordLines(InputStream in) throws IOException {
        parser = JSON.createParser(in);
    }

    /**
     * The next record, or null at the end.
     *
     * @throws MalformedException {@code record}, also when its index is not greater than that of the one before
     */
    @Nullable
    ExportedRecord next() throws IOException {
        try {
            var token = parser.nextToken();
            if (token == null) {
                return null;
            }
            if (token != JsonToken.START_OBJECT) {
                throw malformed();
            }
            var record = members();
            if (record.index() <= lastIndex) {
                throw malformed();
            }
            lastIndex = record.index();
            return record;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw malformed();
        }
    }

    private ExportedRecord members() throws IOException {
        var index = -1L;
        byte[] leaf = null;
        Map<Part, OpenPart> parts = null;
        Set<Part> withheld = EnumSet.noneOf(Part.class);
        String proof = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            switch (name) {
                case "index" -> index = parser.getLongValue();
                case "leaf" -> leaf = once(leaf, parser.getBinaryValue());
                case "parts" -> parts = once(parts, parts(token));
                case "withheld" -> withheld = withheld(token);
                case "proof" -> proof = token == JsonToken.VALUE_NULL ? null : parser.getText();
                default -> parser.skipChildren();
            }
        }
        if (index < 0 || leaf == null || parts == null) {
            throw malformed();
        }
        return new ExportedRecord(index, leaf, parts, withheld, proof);
    }

    private Map<Part, OpenPart> parts(JsonToken token) throws IOException {
        var parts = new EnumMap<Part, OpenPart>(Part.class);
        if (token != JsonToken.START_OBJECT) {
            throw malformed();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var part = part(parser.currentName());
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            if (parts.put(part, open()) != null) {
                throw malformed();
            }
        }
        return parts;
    }

    private OpenPart open() throws IOException {
        byte[] salt = null;
        byte[] content = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "salt" -> salt = once(salt, parser.getBinaryValue());
                case "content" -> content = once(content, parser.getBinaryValue());
                default -> throw malformed();
            }
        }
        if (salt == null || salt.length != Commitment.SALT_BYTES || content == null) {
            throw malformed();
        }
        return new OpenPart(salt, content);
    }

    private Set<Part> withheld(JsonToken token) throws IOException {
        var withheld = EnumSet.noneOf(Part.class);
        if (token != JsonToken.START_ARRAY) {
            throw malformed();
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            withheld.add(part(parser.getText()));
        }
        return withheld;
    }

    private static Part part(String name) {
        var part = AuditedLeaf.part(name);
        if (part == null) {
            throw malformed();
        }
        return part;
    }

    /** What came twice could be read in two ways. */
    private static <T> T once(@Nullable T before, T value) {
        if (before != null) {
            throw malformed();
        }
        return value;
    }

    private static MalformedException malformed() {
        return new MalformedException("record");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
