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
import java.util.List;
import java.util.Set;

/** The meaning of a finished span: the office agents and the Claude platform send nothing else. */
final class SpanNormaliser {
    /** Beginnings of span names after which a tool's name follows. */
    private static final List<String> TOOL_PREFIXES =
            List.of(Actions.PLATFORM_TOOL + ' ', "execute_tool ", "tools/call ");

    /** Occurrences that end what the span is of, by the names of OpenTelemetry and of the office agents. */
    private static final Set<String> BREAKS = Set.of("exception", "stream_error", "tool_error", "compaction_error");

    private SpanNormaliser() {}

    static RecordDraft normalise(Event.Span span, long receivedUnixNanos) {
        var name = EventName.of(span.name());
        var filing = new Filing(span, name, receivedUnixNanos);
        var draft = filing.draft();
        if (!name.is(span.name())) {
            filing.add("spanName", span.name());
        }
        fillTool(draft, name, filing.operation(), span);
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
        filing.markCut(span.droppedAttributesCount() != 0);
        return filing.finish(span.statusCode());
    }

    /**
     * Some name the tool in the span's name only: {@code anthropic.tool_use web_search}, {@code execute_tool search}.
     */
    private static void fillTool(RecordDraft draft, EventName name, Operation operation, Event.Span span) {
        if (draft.text(Field.TOOL_NAME) != null) {
            return;
        }
        for (var prefix : TOOL_PREFIXES) {
            if (name.startsWith(prefix)) {
                draft.put(Field.TOOL_NAME, name.given().substring(prefix.length()));
                return;
            }
        }
        if (operation == Operation.TOOL) {
            var entity = span.attributes().text("traceloop.entity.name");
            draft.put(Field.TOOL_NAME, entity != null ? entity : span.name());
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
            if (BREAKS.contains(occurrence.name())) {
                filing.markBroken();
            }
            occurrences.add(new Value.Fields(Attributes.builder(3)
                    .add("name", new Value.Text(occurrence.name()))
                    .add("timeUnixNano", new Value.Int(occurrence.timeUnixNanos()))
                    .add("attributes", new Value.Fields(others(filing, occurrence)))
                    .build()));
        }
        if (!occurrences.isEmpty()) {
            filing.add("occurrences", new Value.Items(occurrences));
        }
    }

    /** Files the content of an occurrence; what is none comes back. */
    private static Attributes others(Filing filing, Event.Occurrence occurrence) {
        var attributes = occurrence.attributes();
        var others = Attributes.builder(attributes.count());
        for (var position = 0; position < attributes.count(); position++) {
            var key = attributes.key(position);
            var value = attributes.value(position);
            var content = OccurrenceContent.of(occurrence.name(), key);
            var text = content == null || value instanceof Value.None ? "" : Reading.content(value);
            if (content != null && !text.isEmpty()) {
                filing.addContent(content, text);
            } else {
                filing.markCut(value instanceof Value.Text shown && Truncation.marked(shown.text()));
                filing.markCut(Truncation.flag(key) && Truncation.tells(Sign.CUT, value));
                others.add(key, value);
            }
        }
        return others.build();
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
}
