// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.util.List;

/** Reads {@code LogRecord} objects. */
final class JsonLogs implements JsonExport.EventReader {
    private final JsonCursor in;
    private final JsonValues values;
    private final DecodeBudget budget;

    JsonLogs(JsonCursor in, JsonValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    @Override
    public void read(List<EventDraft> events) throws IOException {
        budget.addEvent();
        var log = new LogDraft(budget.limits());
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "timeUnixNano" -> log.timeUnixNanos = in.uint64();
                case "observedTimeUnixNano" -> log.observedTimeUnixNanos = in.uint64();
                case "severityNumber" ->
                    log.severityNumber =
                            in.enumNumber(text -> SeverityNumber.valueOf(text).getNumber());
                case "severityText" -> log.severityText = in.text();
                case "body" -> log.body = values.value();
                case "attributes" -> values.attributes(log.attributes);
                case "droppedAttributesCount" -> log.droppedAttributesCount = in.uint32();
                case "traceId" -> log.traceId = in.hexId(HexId.TRACE_BYTES);
                case "spanId" -> log.spanId = in.hexId(HexId.SPAN_BYTES);
                case "eventName" -> log.eventName = in.text();
                default -> in.skip();
            }
        }
        events.add(log);
    }
}
