// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event.Link;
import io.deedbook.pipeline.event.Event.Occurrence;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.List;

/** Reads {@code Span} objects with their events, links and status. */
final class JsonSpans implements JsonExport.EventReader {
    private final JsonCursor in;
    private final JsonValues values;
    private final DecodeBudget budget;

    JsonSpans(JsonCursor in, JsonValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    @Override
    public void read(List<EventDraft> events) throws IOException {
        budget.addEvent();
        var span = new SpanDraft(budget.limits());
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "traceId" -> span.traceId = in.hexId(HexId.TRACE_BYTES);
                case "spanId" -> span.spanId = in.hexId(HexId.SPAN_BYTES);
                case "traceState" -> span.traceState = in.text();
                case "parentSpanId" -> span.parentSpanId = in.hexId(HexId.SPAN_BYTES);
                case "name" -> span.name = in.text();
                case "kind" ->
                    span.kind =
                            in.enumNumber(text -> Span.SpanKind.valueOf(text).getNumber());
                case "startTimeUnixNano" -> span.timeUnixNanos = in.uint64();
                case "endTimeUnixNano" -> span.endTimeUnixNanos = in.uint64();
                case "attributes" -> values.attributes(span.attributes);
                case "droppedAttributesCount" -> span.droppedAttributesCount = in.uint32();
                case "events" -> occurrences(span.occurrences);
                case "links" -> links(span.links);
                case "status" -> status(span);
                default -> in.skip();
            }
        }
        events.add(span);
    }

    private void occurrences(List<Occurrence> occurrences) throws IOException {
        in.enterArray();
        while (in.nextEntry()) {
            occurrences.add(occurrence());
        }
    }

    private Occurrence occurrence() throws IOException {
        budget.addValue();
        var attributes = new AttributesDraft(budget.limits());
        var occurrenceName = "";
        var timeUnixNanos = 0L;
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "timeUnixNano" -> timeUnixNanos = in.uint64();
                case "name" -> occurrenceName = in.text();
                case "attributes" -> values.attributes(attributes);
                default -> in.skip();
            }
        }
        return new Occurrence(occurrenceName, timeUnixNanos, attributes.finish());
    }

    private void links(List<Link> links) throws IOException {
        in.enterArray();
        while (in.nextEntry()) {
            links.add(link());
        }
    }

    private Link link() throws IOException {
        budget.addValue();
        var attributes = new AttributesDraft(budget.limits());
        var traceId = "";
        var spanId = "";
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "traceId" -> traceId = in.hexId(HexId.TRACE_BYTES);
                case "spanId" -> spanId = in.hexId(HexId.SPAN_BYTES);
                case "attributes" -> values.attributes(attributes);
                default -> in.skip();
            }
        }
        return new Link(traceId, spanId, attributes.finish());
    }

    private void status(SpanDraft span) throws IOException {
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "message" -> span.statusMessage = in.text();
                case "code" ->
                    span.statusCode = in.enumNumber(
                            text -> Status.StatusCode.valueOf(text).getNumber());
                default -> in.skip();
            }
        }
    }
}
