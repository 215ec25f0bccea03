// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deedbook.pipeline.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads JSON that should be canonical, member by member, to tell which one differs. */
final class LeafMembers {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private LeafMembers() {}

    /**
     * The canonical JSON of each member, by name; those of the object {@code parts} apart, as {@code parts.<name>}.
     *
     * @return null when {@code leaf} is not the canonical JSON of an object
     */
    static @Nullable Map<String, String> read(byte[] leaf) {
        var members = new TreeMap<String, String>();
        var whole = new CanonicalJson(leaf.length);
        try (var parser = JSON.createParser(leaf)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            members(parser, "", members, whole);
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        return whole.toString().equals(new String(leaf, StandardCharsets.UTF_8)) ? members : null;
    }

    private static void members(JsonParser parser, String prefix, Map<String, String> members, CanonicalJson whole)
            throws IOException {
        whole.startObject();
        for (var name = nextName(parser, ""); name != null; name = nextName(parser, name)) {
            whole.name(name);
            if (parser.nextToken() == JsonToken.START_OBJECT && prefix.isEmpty() && name.equals("parts")) {
                members(parser, "parts.", members, whole);
            } else {
                var value = new CanonicalJson(64);
                value(parser, value, whole);
                members.put(prefix + name, value.toString());
            }
        }
        whole.endObject();
    }

    /** The name that follows, or null at the end of the object. */
    private static @Nullable String nextName(JsonParser parser, String before) throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        var name = parser.currentName();
        if (name.compareTo(before) < 0) {
            throw new IOException("members are not sorted");
        }
        return name;
    }

    /** Writes the value at hand both by itself and into the whole. */
    private static void value(JsonParser parser, CanonicalJson... out) throws IOException {
        var token = parser.currentToken();
        for (var json : out) {
            switch (token) {
                case START_OBJECT -> json.startObject();
                case START_ARRAY -> json.startArray();
                case VALUE_STRING -> json.string(parser.getText());
                case VALUE_NUMBER_INT -> json.integer(parser.getLongValue());
                default -> throw new IOException("leaves hold strings and integers only");
            }
        }
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, out);
            }
            for (var json : out) {
                json.endArray();
            }
        } else if (token == JsonToken.START_OBJECT) {
            fields(parser, out);
        }
    }

    private static void fields(JsonParser parser, CanonicalJson... out) throws IOException {
        for (var name = nextName(parser, ""); name != null; name = nextName(parser, name)) {
            for (var json : out) {
                json.name(name);
            }
            parser.nextToken();
            value(parser, out);
        }
        for (var json : out) {
            json.endObject();
        }
    }

    /**
     * The text of a member of the content part.
     *
     * @param content canonical JSON, or null
     * @return null when it is not there, not text, or {@code content} is not an object
     */
    static @Nullable String text(@Nullable String content, String member) {
        if (content == null) {
            return null;
        }
        try (var parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var found = parser.currentName().equals(member);
                var token = parser.nextToken();
                if (found) {
                    return token == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
