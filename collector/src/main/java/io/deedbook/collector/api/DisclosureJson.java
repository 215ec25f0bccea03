// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.pipeline.canonical.PartJson;
import io.deedbook.pipeline.policy.Nearest;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.read.StoredRecord;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what opens the commitments of a leaf: for each part its salt and the bytes that were committed to. */
final class DisclosureJson {
    private static final String PARTS = "parts";
    private static final List<Part> ALL = List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS);
    private static final List<String> NAMES = ALL.stream().map(Part::wireName).toList();

    private DisclosureJson() {}

    /** The parts that are asked for, by their names with commas between; all of them where nothing is said. */
    static Set<Part> parts(MultiMap parameters) {
        var text = Parameters.of(parameters, List.of(PARTS)).text(PARTS);
        var parts = EnumSet.noneOf(Part.class);
        if (text == null) {
            parts.addAll(ALL);
            return parts;
        }
        for (var name : text.split(",", -1)) {
            parts.add(part(name));
        }
        return parts;
    }

    private static Part part(String name) {
        var position = NAMES.indexOf(name);
        if (position < 0) {
            throw new BadParameterException("Query parameter parts has something else in it than "
                    + String.join(", ", NAMES) + "." + Nearest.hint(name, NAMES));
        }
        return ALL.get(position);
    }

    /**
     * The leaf and the parts; null for one that the record never had or that was erased, which its leaf tells apart.
     */
    static Buffer disclosure(StoredRecord record, Set<Part> parts) {
        var json = new StringBuilder(2_048)
                .append("{\"leaf\":\"")
                .append(base64(record.leaf()))
                .append("\",\"parts\":{");
        var comma = "";
        for (var part : parts) {
            json.append(comma).append('"').append(part.wireName()).append("\":");
            append(json, content(record, part), record.salts().get(part));
            comma = ",";
        }
        return Buffer.buffer(json.append("}}").toString());
    }

    private static void append(StringBuilder json, @Nullable String content, byte @Nullable [] salt) {
        if (content == null || salt == null) {
            json.append("null");
            return;
        }
        json.append("{\"salt\":\"").append(base64(salt)).append("\",\"content\":\"");
        json.append(base64(content.getBytes(StandardCharsets.UTF_8))).append("\"}");
    }

    private static @Nullable String content(StoredRecord record, Part part) {
        return switch (part) {
            case CONTENT -> record.contentJson();
            case ATTRIBUTES -> record.attributesJson();
            default -> PartJson.ofColumns(part, record.values());
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
