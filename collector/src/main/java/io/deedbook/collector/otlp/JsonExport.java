// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deedbook.collector.otlp.ResourceDraft.ScopeDraft;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads an {@code Export…ServiceRequest} in OTLP/JSON down to the events, which the reader of its signal takes over.
 *
 * <p>Source: OTLP specification, "JSON Protobuf Encoding": lowerCamelCase names, hex ids, enums as numbers, unknown
 * members ignored.
 */
final class JsonExport {
    /**
     * JSON levels, a value within a value taking up to four. What is deeper is refused, what is a value is cut earlier.
     */
    private static final int NESTING_DEPTH_MAX = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_DEPTH_MAX)
                    .maxNumberLength(1_000)
                    .maxNameLength(10_000)
                    // a string is no longer than its body, which has its own limit
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // hostile names must not fill a table that all parsers share
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonCursor in;
    private final DecodeLimits limits;
    private final DecodeBudget budget;
    private final JsonValues values;
    private final EventReader reader;
    private final String resources;
    private final String scopes;
    private final String records;

    private JsonExport(Signal signal, JsonCursor in, DecodeBudget budget) {
        this.in = in;
        this.budget = budget;
        limits = budget.limits();
        values = new JsonValues(in, budget);
        switch (signal) {
            case LOGS -> {
                reader = new JsonLogs(in, values, budget);
                resources = "resourceLogs";
                scopes = "scopeLogs";
                records = "logRecords";
            }
            case TRACES -> {
                reader = new JsonSpans(in, values, budget);
                resources = "resourceSpans";
                scopes = "scopeSpans";
                records = "spans";
            }
            case METRICS -> {
                reader = new JsonMetrics(in, values, budget);
                resources = "resourceMetrics";
                scopes = "scopeMetrics";
                records = "metrics";
            }
            default -> throw new AssertionError(signal);
        }
    }

    /** Reads the log record, span or metric that the cursor is at. */
    interface EventReader {
        void read(List<EventDraft> events) throws IOException;
    }

    static List<Event> decode(Signal signal, byte[] body, int size, DecodeLimits limits, LongConsumer room) {
        try {
            return read(signal, body, size, new DecodeBudget(limits, size, room));
        } catch (IOException e) {
            var mended = new String(body, 0, size, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(mended, 0, mended.length, body, 0, size)) {
                throw malformed(e);
            }
            return decode(signal, mended, mended.length, limits, room);
        }
    }

    /** What is wrong with a body that Jackson could not read, without its message, which may quote the body. */
    private static MalformedExportException malformed(IOException e) {
        var at = e instanceof JsonProcessingException json ? json.getLocation() : null;
        return new MalformedExportException(
                at == null
                        ? "The body is not valid JSON."
                        : "The body is not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr()
                                + ".");
    }

    private static List<Event> read(Signal signal, byte[] body, int size, DecodeBudget budget) throws IOException {
        try (var parser = JSON.createParser(body, 0, size)) {
            parser.nextToken();
            var events = new JsonExport(signal, new JsonCursor(parser), budget).readExport();
            if (parser.nextToken() != null) {
                throw new MalformedExportException("The body holds more than one JSON object.");
            }
            return events;
        }
    }

    private List<Event> readExport() throws IOException {
        List<Event> events = new ArrayList<>();
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals(resources)) {
                in.enterArray();
                while (in.nextEntry()) {
                    readResource().finish(events, budget);
                }
            } else {
                in.skip();
            }
        }
        return events;
    }

    private ResourceDraft readResource() throws IOException {
        budget.addValue();
        var draft = new ResourceDraft(limits);
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("resource")) {
                readResourceAttributes(draft);
            } else if (name.equals(scopes)) {
                in.enterArray();
                while (in.nextEntry()) {
                    readScope(draft.addScope(limits));
                }
            } else {
                in.skip();
            }
        }
        return draft;
    }

    private void readResourceAttributes(ResourceDraft draft) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("attributes")) {
                values.attributes(draft.attributes);
            } else {
                in.skip();
            }
        }
    }

    private void readScope(ScopeDraft draft) throws IOException {
        budget.addValue();
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("scope")) {
                readScopeIdentity(draft);
            } else if (name.equals(records)) {
                in.enterArray();
                while (in.nextEntry()) {
                    reader.read(draft.events);
                }
            } else {
                in.skip();
            }
        }
    }

    private void readScopeIdentity(ScopeDraft draft) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "name" -> draft.name = in.text();
                case "version" -> draft.version = in.text();
                case "attributes" -> values.attributes(draft.attributes);
                default -> in.skip();
            }
        }
    }
}
