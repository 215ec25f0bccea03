// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Event.Link;
import io.deedbook.pipeline.event.Event.Occurrence;
import io.deedbook.pipeline.event.Origin;
import java.util.ArrayList;
import java.util.List;

/** A span while it is being read. */
final class SpanDraft implements EventDraft {
    final AttributesDraft attributes;
    final List<Occurrence> occurrences = new ArrayList<>(0);
    final List<Link> links = new ArrayList<>(0);

    String name = "";
    int kind;
    long timeUnixNanos;
    long endTimeUnixNanos;
    String traceId = "";
    String spanId = "";
    String parentSpanId = "";
    String traceState = "";
    int statusCode;
    String statusMessage = "";
    long droppedAttributesCount;

    SpanDraft(DecodeLimits limits) {
        attributes = new AttributesDraft(limits);
    }

    @Override
    public Event finish(Origin origin) {
        return new Event.Span(
                origin,
                attributes.finish(),
                name,
                kind,
                timeUnixNanos,
                endTimeUnixNanos,
                traceId,
                spanId,
                parentSpanId,
                traceState,
                statusCode,
                statusMessage,
                occurrences,
                links,
                attributes.droppedCount(droppedAttributesCount));
    }
}
