// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;

/** The meaning of a finished span: the office agents and the Claude platform send nothing else. */
final class SpanNormaliser {
    /** Full length of an output of which the office agents send the first part only. */
    private static final String OUTPUT_CHARS = "tool.output_chars";

    private SpanNormaliser() {}

    static RecordDraft normalise(Event.Span span, long receivedUnixNanos) {
        var name = EventName.of(span.name());
        var filing = new Filing(span, name, receivedUnixNanos);
        var draft = filing.draft();
        if (name.brief().equals(EventName.UNNAMED)) {
            filing.add("spanName", span.name());
        }
        fillToolOfPlatform(draft, name);
        filing.fill(Field.TRACE_ID, span.traceId());
        filing.fill(Field.SPAN_ID, span.spanId());
        filing.fill(Field.PARENT_SPAN_ID, span.parentSpanId());
        if (draft.integer(Field.DURATION_MS) == null) {
            draft.put(Field.DURATION_MS, Times.durationMs(span));
        }
        filing.addContent(ContentName.STATUS_MESSAGE, span.statusMessage());
        filing.add("span", new Value.Fields(facts(span)));
        addOccurrences(filing, span);
        addLinks(filing, span);
        if (span.droppedAttributesCount() != 0) {
            filing.add("droppedAttributesCount", new Value.Int(span.droppedAttributesCount()));
        }
        filing.markCut(span.droppedAttributesCount() != 0 || outputCut(draft, span.attributes()));
        return filing.finish(span.statusCode());
    }

    /** The platform names the tool in the span's name only: {@code anthropic.tool_use web_search}. */
    private static void fillToolOfPlatform(RecordDraft draft, EventName name) {
        if (draft.text(Field.TOOL_NAME) == null && name.startsWith(Actions.PLATFORM_TOOL + ' ')) {
            draft.put(Field.TOOL_NAME, name.given().substring(Actions.PLATFORM_TOOL.length() + 1));
        }
    }

    private static Attributes facts(Event.Span span) {
        var facts = Attributes.builder(4)
                .add("kind", new Value.Int(span.kind()))
                .add("endTimeUnixNano", new Value.Int(span.endTimeUnixNanos()));
        if (!span.traceState().isEmpty()) {
            facts.add("traceState", new Value.Text(span.traceState()));
        }
        if (span.statusCode() != 0) {
            facts.add("statusCode", new Value.Int(span.statusCode()));
        }
        return facts.build();
    }

    /** What happened during the span; the content of it is content of the record. */
    private static void addOccurrences(Filing filing, Event.Span span) {
        var occurrences = new ArrayList<Value>(span.occurrences().size());
        for (var occurrence : span.occurrences()) {
            var others = Attributes.builder(occurrence.attributes().count());
            for (var position = 0; position < occurrence.attributes().count(); position++) {
                var key = occurrence.attributes().key(position);
                var value = occurrence.attributes().value(position);
                var content = AttributeTable.contentOfOccurrence(key);
                filing.markCut(Truncation.tells(key, value));
                var text = content == null || value instanceof Value.None ? "" : Reading.content(value);
                if (content != null && !text.isEmpty()) {
                    filing.addContent(content, text);
                } else {
                    others.add(key, value);
                }
            }
            occurrences.add(new Value.Fields(Attributes.builder(3)
                    .add("name", new Value.Text(occurrence.name()))
                    .add("timeUnixNano", new Value.Int(occurrence.timeUnixNanos()))
                    .add("attributes", new Value.Fields(others.build()))
                    .build()));
        }
        if (!occurrences.isEmpty()) {
            filing.add("occurrences", new Value.Items(occurrences));
        }
    }

    private static void addLinks(Filing filing, Event.Span span) {
        if (span.links().isEmpty()) {
            return;
        }
        filing.add(
                "links",
                new Value.Items(span.links().stream()
                        .<Value>map(link -> new Value.Fields(Attributes.builder(3)
                                .add("traceId", new Value.Text(link.traceId()))
                                .add("spanId", new Value.Text(link.spanId()))
                                .add("attributes", new Value.Fields(link.attributes()))
                                .build()))
                        .toList()));
    }

    private static boolean outputCut(RecordDraft draft, Attributes attributes) {
        var value = attributes.get(OUTPUT_CHARS);
        var chars = value == null ? null : Reading.integer(value);
        var output = draft.content().get(ContentName.OUTPUT);
        return chars != null && output != null && chars > output.length();
    }
}
