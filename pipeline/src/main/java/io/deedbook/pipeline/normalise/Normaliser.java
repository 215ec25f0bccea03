// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.record.RecordDraft;

/** Gives an event its meaning as a record. Stateless and thread-safe. */
public final class Normaliser {
    private Normaliser() {}

    /**
     * The draft of the record that {@code event} becomes: fields, content and attributes as they came, unredacted.
     * Every event becomes one, whatever is in it: what has no meaning here stays among the attributes.
     *
     * @param receivedUnixNanos the server's clock at receipt
     */
    public static RecordDraft normalise(Event event, long receivedUnixNanos) {
        if (event instanceof Event.Log log) {
            return LogNormaliser.normalise(log, receivedUnixNanos);
        } else if (event instanceof Event.Span span) {
            return SpanNormaliser.normalise(span, receivedUnixNanos);
        }
        return MetricNormaliser.normalise((Event.MetricPoint) event, receivedUnixNanos);
    }
}
