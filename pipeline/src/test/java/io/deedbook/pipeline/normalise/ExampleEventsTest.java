// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each known event. */
final class ExampleEventsTest {
    /** What a user, a file or a tool said must be content, or in a field that is erased with it. */
    private static final Set<String> OF_USERS = Set.of(
            "prompt",
            "prompt_text",
            "user_prompt",
            "user.message",
            "response",
            "response.model_output",
            "tool_parameters",
            "tool_input",
            "tool.input",
            "tool.output",
            "error",
            "error.message",
            "body",
            "body_ref",
            "full_command",
            "new_context",
            "hook_definitions",
            "system_prompt",
            "system_prompt_preview",
            "system_reminders",
            "managed_settings.settings",
            "mcp.servers",
            "document.url",
            "file.upload.filename",
            "user.email",
            "workspace.host_paths",
            "vcs.ref.head.name",
            "sdk_host.app",
            "gen_ai.prompt",
            "gen_ai.prompt.0.content",
            "gen_ai.completion",
            "gen_ai.completion.0.content",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.tool.call.arguments",
            "gen_ai.tool.call.result",
            "gen_ai.retrieval.query.text",
            "gen_ai.retrieval.documents",
            "gen_ai.evaluation.explanation",
            "llm.input_messages.0.message.content",
            "llm.output_messages.0.message.content",
            "retrieval.documents.0.document.content",
            "input.value",
            "output.value",
            "traceloop.entity.input",
            "traceloop.entity.output",
            "arguments",
            "output",
            "function_args",
            "request_text",
            "response_text",
            "exception.message");

    static Stream<Event> events() {
        return ExampleEvents.all().stream()
                .flatMap(example -> example.variants().stream())
                .map(ExampleEvents.Variant::event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void normalise_keepsEveryAttribute(Event event) {
        var draft = Events.normalised(event);
        var kept = everything(draft);

        for (var position = 0; position < event.attributes().count(); position++) {
            var key = event.attributes().key(position);
            var text = Reading.content(event.attributes().value(position));
            var quoted = new CanonicalJson(64).string(text).toString();
            assertThat(kept.contains(quoted.substring(1, quoted.length() - 1))
                            || kept.contains(text)
                            || kept.contains(new CanonicalJson(64)
                                    .value(event.attributes().value(position))
                                    .toString())
                            || (key.contains("cost") && draft.integer(Field.COST_USD_NANOS) != null)
                            || asOutcome(draft, text)
                            || key.equals(EventName.KEY))
                    .as(key)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void normalise_leavesNothingOfUsersAmongTheAttributes(Event event) {
        var attributes = Events.normalised(event).attributes();

        assertThat(OF_USERS).allSatisfy(key -> assertThat(attributes.get(key)).isNull());
        assertThat(new CanonicalJson(512).attributes(attributes).toString()).doesNotContain("customers.csv");
    }

    /** The same attribute comes with different types on different events, and from different encoders. */
    @ParameterizedTest
    @MethodSource("events")
    void normalise_readsTheSameFromAnyType(Event event) {
        var draft = Events.normalised(event);

        for (var other : List.of(retyped(event, true), retyped(event, false))) {
            var read = Events.normalised(other);
            assertThat(read.copyValues()).isEqualTo(draft.copyValues());
            assertThat(read.content().keySet()).isEqualTo(draft.content().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void normalise_takesNoneForCut(Event event) {
        assertThat(Events.normalised(event).integer(Field.TRUNCATED)).isZero();
    }

    private static String everything(RecordDraft draft) {
        var all = new StringBuilder(
                new CanonicalJson(512).attributes(draft.attributes()).toString());
        draft.content().values().forEach(text -> all.append('\n').append(text));
        for (var value : draft.copyValues()) {
            all.append('\n').append(value);
        }
        return all.toString();
    }

    private static boolean asOutcome(RecordDraft draft, String text) {
        return text.equals("success".equals(draft.text(Field.OUTCOME)) ? "true" : "false");
    }

    /** Numbers and truths as strings, or strings that are numbers as numbers. */
    private static Event retyped(Event event, boolean texts) {
        var attributes = Attributes.builder(event.attributes().count());
        for (var position = 0; position < event.attributes().count(); position++) {
            var value = event.attributes().value(position);
            attributes.add(event.attributes().key(position), texts ? text(value) : number(value));
        }
        return with(event, attributes.build());
    }

    private static Value text(Value value) {
        if (value instanceof Value.Decimal number) {
            return new Value.Text(Double.toString(number.number()));
        }
        var text = Reading.text(value);
        return text == null ? value : new Value.Text(text);
    }

    private static Value number(Value value) {
        if (value instanceof Value.Int number) {
            return new Value.Decimal(number.number());
        } else if (value instanceof Value.Text text && text.text().matches("true|false")) {
            return new Value.Bool(Boolean.parseBoolean(text.text()));
        }
        return value instanceof Value.Text text && text.text().matches("[1-9][0-9]{0,8}|0")
                ? new Value.Int(Long.parseLong(text.text()))
                : value;
    }

    private static Event with(Event event, Attributes attributes) {
        if (event instanceof Event.Log log) {
            return new Event.Log(
                    log.origin(),
                    attributes,
                    log.timeUnixNanos(),
                    log.observedTimeUnixNanos(),
                    log.eventName(),
                    log.severityNumber(),
                    log.severityText(),
                    log.body(),
                    log.traceId(),
                    log.spanId(),
                    0);
        } else if (event instanceof Event.Span span) {
            return new Event.Span(
                    span.origin(),
                    attributes,
                    span.name(),
                    span.kind(),
                    span.timeUnixNanos(),
                    span.endTimeUnixNanos(),
                    span.traceId(),
                    span.spanId(),
                    span.parentSpanId(),
                    span.traceState(),
                    span.statusCode(),
                    span.statusMessage(),
                    span.occurrences(),
                    span.links(),
                    0);
        }
        var point = (Event.MetricPoint) event;
        return new Event.MetricPoint(
                point.origin(),
                attributes,
                point.name(),
                point.description(),
                point.unit(),
                point.kind(),
                point.monotonic(),
                point.temporality(),
                point.startTimeUnixNanos(),
                point.timeUnixNanos(),
                point.value(),
                point.exemplars());
    }
}
