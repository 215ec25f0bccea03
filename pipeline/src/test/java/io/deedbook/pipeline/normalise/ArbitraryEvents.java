// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Events of any shape, with the names of real ones often enough that they meet each other. */
final class ArbitraryEvents {
    private ArbitraryEvents() {}

    static Arbitrary<Event> events() {
        return Arbitraries.oneOf(logs(), spans(), points());
    }

    /** All texts in a value, keys left out. */
    static Stream<String> texts(Value value) {
        if (value instanceof Value.Text text) {
            return Stream.of(text.text());
        } else if (value instanceof Value.Items items) {
            return items.items().stream().flatMap(ArbitraryEvents::texts);
        } else if (value instanceof Value.Fields fields) {
            return IntStream.range(0, fields.fields().count())
                    .boxed()
                    .flatMap(position -> texts(fields.fields().value(position)));
        }
        return Stream.empty();
    }

    private static Arbitrary<Event> logs() {
        return Combinators.combine(origins(), attributes(), numbers(), numbers(), names(), values(), strings())
                .as((origin, attributes, time, observed, name, body, id) -> new Event.Log(
                        origin, attributes, time, observed, name, (int) observed.longValue(), id, body, id, id, 1));
    }

    private static Arbitrary<Event> spans() {
        var occurrences = Combinators.combine(strings(), numbers(), attributes())
                .as(Event.Occurrence::new)
                .list()
                .ofMaxSize(3);
        var links = Combinators.combine(strings(), strings(), attributes())
                .as(Event.Link::new)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        origins(), attributes(), names(), numbers(), numbers(), strings(), occurrences, links)
                .as((origin, attributes, name, start, end, text, happened, linked) -> new Event.Span(
                        origin,
                        attributes,
                        name,
                        (int) end.longValue(),
                        start,
                        end,
                        text,
                        text,
                        text,
                        text,
                        (int) (end % 3),
                        text,
                        happened,
                        linked,
                        0));
    }

    private static Arbitrary<Event> points() {
        return Combinators.combine(origins(), attributes(), names(), numbers(), strings(), values(), values())
                .as((origin, attributes, name, time, text, value, exemplars) -> new Event.MetricPoint(
                        origin,
                        attributes,
                        name,
                        text,
                        text,
                        text,
                        true,
                        (int) (time % 3),
                        time,
                        time,
                        value,
                        exemplars));
    }

    private static Arbitrary<Origin> origins() {
        return Combinators.combine(attributes(), strings(), attributes())
                .as((resource, scope, scopeAttributes) -> new Origin(resource, scope, scope, scopeAttributes));
    }

    private static Arbitrary<Attributes> attributes() {
        return Combinators.combine(keys(), values())
                .as(Tuple::of)
                .list()
                .ofMaxSize(12)
                .map(pairs -> {
                    var attributes = Attributes.builder(pairs.size());
                    pairs.forEach(pair -> attributes.add(pair.get1(), pair.get2()));
                    return attributes.build();
                });
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "event.name",
                        "event.timestamp",
                        "event.sequence",
                        "session.id",
                        "user.email",
                        "user.id",
                        "enduser.id",
                        "service.name",
                        "workspace.host_paths",
                        "tool_name",
                        "tool_input",
                        "tool_parameters",
                        "tool.output",
                        "prompt",
                        "prompt_text",
                        "error",
                        "success",
                        "duration_ms",
                        "cost_usd",
                        "cost_usd_micros",
                        "input_tokens",
                        "decision",
                        "source",
                        "model",
                        "file_path",
                        "full_command",
                        "resource",
                        "metric.value",
                        "status",
                        "body",
                        "content",
                        "tool.owner",
                        "tool.read_write",
                        "tool.output_chars",
                        "gen_ai.operation.name",
                        "gen_ai.prompt.0.content",
                        "llm.output_messages.0.message.content",
                        "openinference.span.kind",
                        "mcp.method.name",
                        "input.value",
                        "prompt_length",
                        "status_code",
                        "num_blocking",
                        "x_truncated",
                        "command_name",
                        "hook_event",
                        "from_mode",
                        "to_mode",
                        "gen_ai.agent.name"),
                strings());
    }

    private static Arbitrary<Value> values() {
        return Arbitraries.lazyOf(
                ArbitraryEvents::scalars,
                ArbitraryEvents::scalars,
                ArbitraryEvents::scalars,
                () -> scalars().list().ofMaxSize(3).map(Value.Items::new),
                () -> Combinators.combine(strings(), values())
                        .as((key, value) -> new Value.Fields(
                                Attributes.builder(1).add(key, value).build())));
    }

    private static Arbitrary<Value> scalars() {
        return Arbitraries.oneOf(
                strings().map(Value.Text::new),
                names().map(Value.Text::new),
                numbers().map(Value.Int::new),
                Arbitraries.doubles().map(Value.Decimal::new),
                Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, 1e308).map(Value.Decimal::new),
                Arbitraries.of(true, false).map(Value.Bool::new),
                Arbitraries.just(Value.NONE),
                Arbitraries.just(new Value.Bytes(new byte[] {1, 2})));
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs(), Arbitraries.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, Events.OCCURRED));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
                "",
                "tool_result",
                "claude_code.tool_result",
                "cowork.tool_decision",
                "claude_code.tool",
                "tool",
                "agent.tool_execution",
                "anthropic.tool_use bash",
                "user_prompt",
                "jane.doe@example.com",
                "true",
                "false",
                "25",
                "0.25",
                "mcp__crm__lookup",
                "mcp__",
                "mcp_tool",
                "Bash",
                "reject",
                "{\"file_path\":\"/a\",\"command\":\"rm",
                "2026-11-21T04:34:41.538Z",
                "[TOOL INPUT: x]\n{\"url\":1}",
                "x…[12 chars]",
                "claude-code",
                "office-agent",
                "execute_tool",
                "TOOL",
                "tools/call",
                "chat",
                "<REDACTED>",
                "gen_ai.choice",
                "permission_mode_changed",
                "hook_execution_complete");
    }

    private static Arbitrary<String> strings() {
        var any = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\n', '\t', 'é', '…', '{', '"', '\\')
                .ofMaxLength(20);
        return Arbitraries.frequencyOf(
                Tuple.of(12, any), Tuple.of(1, any.map(text -> text + "x".repeat(1_100))), Tuple.of(1, emoji()));
    }

    private static Arbitrary<String> emoji() {
        return Arbitraries.of(List.of("😀", "\uFFFD", "名前"));
    }
}
