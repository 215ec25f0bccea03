// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.FIXED64;
import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;
import static io.deedbook.collector.otlp.ProtobufCursor.VARINT;

import io.deedbook.pipeline.event.Event.Link;
import io.deedbook.pipeline.event.Event.Occurrence;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;

/** Reads {@code Span} messages with their events, links and status. */
final class ProtobufSpans implements ProtobufExport.EventReader {
    private final ProtobufCursor in;
    private final ProtobufValues values;
    private final DecodeBudget budget;

    ProtobufSpans(ProtobufCursor in, ProtobufValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    @Override
    public void read(List<EventDraft> events) {
        budget.addEvent();
        var span = new SpanDraft(budget.limits());
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Span.TRACE_ID_FIELD_NUMBER << 3 | LENGTH -> span.traceId = in.hexId(HexId.TRACE_BYTES);
                case Span.SPAN_ID_FIELD_NUMBER << 3 | LENGTH -> span.spanId = in.hexId(HexId.SPAN_BYTES);
                case Span.TRACE_STATE_FIELD_NUMBER << 3 | LENGTH -> span.traceState = in.text();
                case Span.PARENT_SPAN_ID_FIELD_NUMBER << 3 | LENGTH -> span.parentSpanId = in.hexId(HexId.SPAN_BYTES);
                case Span.NAME_FIELD_NUMBER << 3 | LENGTH -> span.name = in.text();
                case Span.KIND_FIELD_NUMBER << 3 | VARINT -> span.kind = in.varint32();
                case Span.START_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> span.timeUnixNanos = in.fixed64();
                case Span.END_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> span.endTimeUnixNanos = in.fixed64();
                case Span.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(span.attributes);
                case Span.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER << 3 | VARINT ->
                    span.droppedAttributesCount = in.unsignedVarint32();
                case Span.EVENTS_FIELD_NUMBER << 3 | LENGTH -> span.occurrences.add(occurrence());
                case Span.LINKS_FIELD_NUMBER << 3 | LENGTH -> span.links.add(link());
                case Span.STATUS_FIELD_NUMBER << 3 | LENGTH -> status(span);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        events.add(span);
    }

    private Occurrence occurrence() {
        budget.addValue();
        var attributes = new AttributesDraft(budget.limits());
        var name = "";
        var timeUnixNanos = 0L;
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Span.Event.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> timeUnixNanos = in.fixed64();
                case Span.Event.NAME_FIELD_NUMBER << 3 | LENGTH -> name = in.text();
                case Span.Event.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(attributes);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Occurrence(name, timeUnixNanos, attributes.finish());
    }

    private Link link() {
        budget.addValue();
        var attributes = new AttributesDraft(budget.limits());
        var traceId = "";
        var spanId = "";
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Span.Link.TRACE_ID_FIELD_NUMBER << 3 | LENGTH -> traceId = in.hexId(HexId.TRACE_BYTES);
                case Span.Link.SPAN_ID_FIELD_NUMBER << 3 | LENGTH -> spanId = in.hexId(HexId.SPAN_BYTES);
                case Span.Link.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(attributes);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Link(traceId, spanId, attributes.finish());
    }

    private void status(SpanDraft span) {
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case Status.MESSAGE_FIELD_NUMBER << 3 | LENGTH -> span.statusMessage = in.text();
                case Status.CODE_FIELD_NUMBER << 3 | VARINT -> span.statusCode = in.varint32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }
}
