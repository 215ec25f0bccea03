// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;

/** The meaning of a log record: the events of Claude Code, Desktop and Cowork come this way. */
final class LogNormaliser {
    private LogNormaliser() {}

    static RecordDraft normalise(Event.Log received, long receivedUnixNanos) {
        var log = ComplianceActivity.opened(received);
        var name = EventName.of(log);
        var filing = new Filing(log, name, receivedUnixNanos);
        if (!name.is(log.eventName())) {
            filing.add("eventName", log.eventName());
        }
        addBody(filing, log.body(), name);
        filing.fill(Field.TRACE_ID, log.traceId());
        filing.fill(Field.SPAN_ID, log.spanId());
        if (log.severityNumber() != 0) {
            filing.add("severityNumber", new Value.Int(log.severityNumber()));
        }
        filing.add("severityText", log.severityText());
        if (log.observedTimeUnixNanos() > 0
                && log.observedTimeUnixNanos() != filing.draft().occurredUnixNanos()) {
            filing.add("observedTimeUnixNano", new Value.Int(log.observedTimeUnixNanos()));
        }
        if (log.droppedAttributesCount() != 0) {
            filing.add("droppedAttributesCount", new Value.Int(log.droppedAttributesCount()));
            filing.markCut(true);
        }
        return filing.finish(0);
    }

    /** The body of the known clients repeats the name; any other is what the event has to say. */
    private static void addBody(Filing filing, Value body, EventName name) {
        var repeatsTheName = body instanceof Value.Text text && name.is(text.text());
        if (!repeatsTheName && !(body instanceof Value.None)) {
            filing.addContent(EventAttributes.body(name.brief()), Reading.content(body));
        }
    }
}
