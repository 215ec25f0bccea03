// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;

import io.deedbook.collector.otlp.ResourceDraft.ScopeDraft;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads an {@code Export…ServiceRequest} in protobuf down to the events, which the reader of its signal takes over.
 * Down to there the three signals have the same fields with the same numbers, so the constants of logs serve for all.
 */
final class ProtobufExport {
    private final ProtobufCursor in;
    private final DecodeLimits limits;
    private final DecodeBudget budget;
    private final ProtobufValues values;
    private final EventReader reader;

    ProtobufExport(Signal signal, byte[] body, int size, DecodeLimits limits, LongConsumer room) {
        this.limits = limits;
        in = new ProtobufCursor(body, size);
        budget = new DecodeBudget(limits, size, room);
        values = new ProtobufValues(in, budget);
        reader = switch (signal) {
            case LOGS -> new ProtobufLogs(in, values, budget);
            case TRACES -> new ProtobufSpans(in, values, budget);
            case METRICS -> new ProtobufMetrics(in, values, budget);
        };
    }

    /** Reads the log record, span or metric whose tag was read. */
    interface EventReader {
        void read(List<EventDraft> events);
    }

    List<Event> decode() {
        List<Event> events = new ArrayList<>();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            if (tag == (ExportLogsServiceRequest.RESOURCE_LOGS_FIELD_NUMBER << 3 | LENGTH)) {
                readResource().finish(events, budget);
            } else {
                in.skip(tag);
            }
        }
        return events;
    }

    private ResourceDraft readResource() {
        budget.addValue();
        var outer = in.enter();
        var draft = new ResourceDraft(limits);
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case ResourceLogs.RESOURCE_FIELD_NUMBER << 3 | LENGTH -> readResourceAttributes(draft);
                case ResourceLogs.SCOPE_LOGS_FIELD_NUMBER << 3 | LENGTH -> readScope(draft.addScope(limits));
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return draft;
    }

    private void readResourceAttributes(ResourceDraft draft) {
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            if (tag == (Resource.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH)) {
                values.attribute(draft.attributes);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void readScope(ScopeDraft draft) {
        budget.addValue();
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case ScopeLogs.SCOPE_FIELD_NUMBER << 3 | LENGTH -> readScopeIdentity(draft);
                case ScopeLogs.LOG_RECORDS_FIELD_NUMBER << 3 | LENGTH -> reader.read(draft.events);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void readScopeIdentity(ScopeDraft draft) {
        var outer = in.enter();
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case InstrumentationScope.NAME_FIELD_NUMBER << 3 | LENGTH -> draft.name = in.text();
                case InstrumentationScope.VERSION_FIELD_NUMBER << 3 | LENGTH -> draft.version = in.text();
                case InstrumentationScope.ATTRIBUTES_FIELD_NUMBER << 3 | LENGTH -> values.attribute(draft.attributes);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }
}
