// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;

/** A log record while it is being read. */
final class LogDraft implements EventDraft {
    final AttributesDraft attributes;

    long timeUnixNanos;
    long observedTimeUnixNanos;
    String eventName = "";
    int severityNumber;
    String severityText = "";
    Value body = Value.NONE;
    String traceId = "";
    String spanId = "";
    long droppedAttributesCount;

    LogDraft(DecodeLimits limits) {
        attributes = new AttributesDraft(limits);
    }

    @Override
    public Event finish(Origin origin) {
        return new Event.Log(
                origin,
                attributes.finish(),
                timeUnixNanos,
                observedTimeUnixNanos,
                eventName,
                severityNumber,
                severityText,
                body,
                traceId,
                spanId,
                attributes.droppedCount(droppedAttributesCount));
    }
}
