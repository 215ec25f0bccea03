// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import java.util.List;

/**
 * One thing that a client reported: a log record, a finished span or a metric point, as decoded and before any meaning
 * is given to it. Absent strings are {@code ""}, absent times 0; ids are lower-case hex. Immutable.
 */
public sealed interface Event {
    /** What the client says about itself. */
    Origin origin();

    /** The attributes of the event itself. */
    Attributes attributes();

    /** The client's time of the event in nanoseconds since the epoch; 0 when it did not say. */
    long timeUnixNanos();

    /** The signal it came by. */
    Signal signal();

    /**
     * A log record.
     *
     * @param eventName OTLP's own {@code event_name}, which no known client sets
     * @param droppedAttributesCount how many attributes the client left out
     */
    record Log(
            Origin origin,
            Attributes attributes,
            long timeUnixNanos,
            long observedTimeUnixNanos,
            String eventName,
            int severityNumber,
            String severityText,
            Value body,
            String traceId,
            String spanId,
            int droppedAttributesCount)
            implements Event {
        @Override
        public Signal signal() {
            return Signal.LOGS;
        }
    }

    /**
     * A finished span; {@code timeUnixNanos} is its start.
     *
     * @param kind {@code SpanKind} number
     * @param statusCode 0 unset, 1 ok, 2 error
     */
    record Span(
            Origin origin,
            Attributes attributes,
            String name,
            int kind,
            long timeUnixNanos,
            long endTimeUnixNanos,
            String traceId,
            String spanId,
            String parentSpanId,
            String traceState,
            int statusCode,
            String statusMessage,
            List<Occurrence> occurrences,
            List<Link> links,
            int droppedAttributesCount)
            implements Event {
        public Span {
            occurrences = List.copyOf(occurrences);
            links = List.copyOf(links);
        }

        @Override
        public Signal signal() {
            return Signal.TRACES;
        }
    }

    /** What OTLP calls a span event. */
    record Occurrence(String name, long timeUnixNanos, Attributes attributes) {}

    /** A link of a span to another. */
    record Link(String traceId, String spanId, Attributes attributes) {}

    /**
     * One data point of a metric.
     *
     * @param kind {@code gauge}, {@code sum}, {@code histogram}, {@code exponential_histogram} or {@code summary}
     * @param temporality 0 unspecified, 1 delta, 2 cumulative
     * @param startTimeUnixNanos start of the interval, 0 when absent
     * @param value an {@link Value.Int} or {@link Value.Decimal} for gauge and sum, else {@link Value.Fields} with
     *     {@code count}, {@code sum}, {@code min}, {@code max} and what the kind has more
     * @param exemplars what the exemplars held ({@link Value.Items} of {@link Value.Fields}), or {@link Value#NONE}
     */
    record MetricPoint(
            Origin origin,
            Attributes attributes,
            String name,
            String description,
            String unit,
            String kind,
            boolean monotonic,
            int temporality,
            long startTimeUnixNanos,
            long timeUnixNanos,
            Value value,
            Value exemplars)
            implements Event {
        @Override
        public Signal signal() {
            return Signal.METRICS;
        }
    }
}
