// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.FIXED64;
import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;
import static io.deedbook.collector.otlp.ProtobufCursor.VARINT;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.List;

/** Reads {@code LogRecord} messages. */
final class ProtobufLogs implements ProtobufExport.EventReader {
    private final ProtobufCursor in;
    private final ProtobufValues values;
    private final DecodeBudget budget;

    ProtobufLogs(ProtobufCursor in, ProtobufValues values, DecodeBudget budget) {
        this.in = in;
        this.values = values;
        this.budget = budget;
    }

    @Override
    public void read(List<EventDraft> events) {
        budget.addEvent();
        var log = new LogDraft(budget.limits());
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case LogRecord.TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 -> log.timeUnixNanos = in.fixed64();
                case LogRecord.OBSERVED_TIME_UNIX_NANO_FIELD_NUMBER << 3 | FIXED64 ->
                    log.observedTimeUnixNanos = in.fixed64();
                case LogRecord.SEVERITY_NUMBER_FIELD_NUMBER << 3 | VARINT -> log.severityNumber = in.varint32();
                case LogRecord.SEVERITY_TEXT_FIELD_NUMBER << 3 | LENGTH -> log.severityText = in.text();
                case LogRecord.BODY_FIELD_NUMBER << 3 | LENGTH -> log.body = values.value();
                case LogRecord.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(log.attributes);
                case LogRecord.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER << 3 | VARINT ->
                    log.droppedAttributesCount = in.unsignedVarint32();
                case LogRecord.TRACE_ID_FIELD_NUMBER << 3 | LENGTH -> log.traceId = in.hexId(HexId.TRACE_BYTES);
                case LogRecord.SPAN_ID_FIELD_NUMBER << 3 | LENGTH -> log.spanId = in.hexId(HexId.SPAN_BYTES);
                case LogRecord.EVENT_NAME_FIELD_NUMBER << 3 | LENGTH -> log.eventName = in.text();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        events.add(log);
    }
}
