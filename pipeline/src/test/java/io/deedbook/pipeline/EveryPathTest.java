// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.policy.PolicySummary;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same secrets in every place of an event where a sender can put a string, or a number. */
class EveryPathTest {
    private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String EMAIL = "jane.doe@example.com";
    private static final long CARD = 4111111111111111L;
    private static final String SECRETS = KEY_ID + " " + EMAIL + " " + CARD;
    private static final Value TEXT = new Value.Text(SECRETS);
    private static final Value BYTES = new Value.Bytes(SECRETS.getBytes(UTF_8));
    private static final Value MAP =
            new Value.Fields(attributes("a", new Value.Items(List.of(new Value.Fields(attributes(SECRETS, TEXT))))));
    private static final CompiledPolicy POLICY = new CompiledPolicy(
            new Tenant(1, "t"),
            "payments",
            "v1",
            LoggingLevel.FULL,
            AckLevel.COMMITTED,
            new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[32])),
            RuleSet.builtIn(),
            CorrelationSet.builtIn(),
            PolicySummary.NONE);

    private final Pipeline pipeline = new Pipeline(new Sealer(), new PipelineMetrics(new SimpleMeterRegistry()));

    @ParameterizedTest(name = "{0}")
    @MethodSource({"attributes", "bodies", "logs", "spans", "metrics", "cuts"})
    void process_findsTheSecretsWhereverTheyStand(String place, Event event) {
        var made = pipeline.process(new EventBatch(List.of(event), POLICY, 7, Long.MAX_VALUE))
                .records()
                .get(0);

        assertThat(made.pii()).as(place).isNotEmpty();
        assertThat(everythingIn(made))
                .doesNotContain(KEY_ID.substring(1, 8))
                .doesNotContain("jane.doe")
                .doesNotContain(Long.toString(CARD))
                .doesNotContain("4.111111111111111")
                .doesNotContain(Base64.getEncoder().encodeToString(SECRETS.getBytes(UTF_8)));
    }

    static Stream<Arguments> attributes() {
        var values = List.of(
                TEXT,
                BYTES,
                MAP,
                new Value.Items(List.of(TEXT, BYTES)),
                new Value.Int(CARD),
                new Value.Decimal(CARD),
                new Value.Text("{\"a\":{\"b\":[\"" + SECRETS + "\"]}}"),
                new Value.Text("{\"mail\":\"jane.doe\\u0040example.com\"}"),
                new Value.Text("{\"key\":\"\\u0041KIAIOSFODNN7EXAMPLE"),
                new Value.Text("{\"a\":\"{\\\"mail\\\":\\\"jane.doe\\\\u0040example.com\\\"}\"}"));
        var keys = List.of(
                "any",
                "event.name",
                "event.timestamp",
                "session.id",
                "prompt.id",
                "event.sequence",
                "user.email",
                "user.account_uuid",
                "user.id",
                "organization.id",
                "workspace.host_paths",
                "tool_name",
                "mcp_server.name",
                "decision",
                "permission_mode",
                "model",
                "request_id",
                "input_tokens",
                "duration_ms",
                "prompt",
                "response",
                "tool_parameters",
                "tool_input",
                "error",
                "success",
                "status",
                "tool.owner",
                "new_context");
        return keys.stream()
                .flatMap(key -> values.stream()
                        .filter(value -> !key.equals("user.email") || !value.equals(new Value.Text(EMAIL)))
                        .map(value -> Arguments.of(
                                key + " as " + value.getClass().getSimpleName(),
                                log(attributes("event.name", new Value.Text("tool_result"), key, value)))));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                        TEXT,
                        BYTES,
                        MAP,
                        new Value.Items(List.of(TEXT)),
                        new Value.Items(List.of(BYTES)),
                        new Value.Int(CARD),
                        new Value.Decimal(CARD),
                        new Value.Text("claude_code." + KEY_ID))
                .map(body -> Arguments.of(
                        "body as " + body.getClass().getSimpleName(),
                        log(Origin.UNKNOWN, Attributes.EMPTY, "", "", body, "")));
    }

    static Stream<Arguments> logs() {
        var text = attributes("a", TEXT);
        var none = Attributes.EMPTY;
        return Stream.of(
                Arguments.of("key", log(attributes(SECRETS, TEXT))),
                Arguments.of("repeated key", log(attributes("a", new Value.Int(1), "a", TEXT, "a#2", TEXT))),
                Arguments.of("event name", log(Origin.UNKNOWN, none, SECRETS, "", Value.NONE, "")),
                Arguments.of("plain event name", log(Origin.UNKNOWN, none, "x " + KEY_ID, "", Value.NONE, "")),
                Arguments.of("severity", log(Origin.UNKNOWN, none, "", SECRETS, Value.NONE, "")),
                Arguments.of("ids", log(Origin.UNKNOWN, none, "", "", Value.NONE, SECRETS)),
                Arguments.of("resource", log(new Origin(text, "", "", none), none, "", "", Value.NONE, "")),
                Arguments.of(
                        "service",
                        log(new Origin(attributes("service.name", TEXT), "", "", none), none, "", "", Value.NONE, "")),
                Arguments.of("scope", log(new Origin(none, SECRETS, "", none), none, "", "", Value.NONE, "")),
                Arguments.of("scope version", log(new Origin(none, "", SECRETS, none), none, "", "", Value.NONE, "")),
                Arguments.of("scope attribute", log(new Origin(none, "", "", text), none, "", "", Value.NONE, "")));
    }

    static Stream<Arguments> spans() {
        var none = Attributes.EMPTY;
        var text = attributes("a", TEXT);
        var content = attributes("gen_ai.input.messages", MAP, "content", TEXT, "error", BYTES);
        return Stream.of(
                Arguments.of("name", span(SECRETS, "", "", "", List.of(), List.of())),
                Arguments.of("plain name", span("GET /" + KEY_ID, "", "", "", List.of(), List.of())),
                Arguments.of("tool", span("anthropic.tool_use " + KEY_ID, "", "", "", List.of(), List.of())),
                Arguments.of("parent", span("tool", SECRETS, "", "", List.of(), List.of())),
                Arguments.of("trace state", span("tool", "", SECRETS, "", List.of(), List.of())),
                Arguments.of("status", span("tool", "", "", SECRETS, List.of(), List.of())),
                Arguments.of(
                        "occurrence",
                        span("tool", "", "", "", List.of(new Event.Occurrence(SECRETS, 1, none)), List.of())),
                Arguments.of(
                        "occurrence's attribute",
                        span("tool", "", "", "", List.of(new Event.Occurrence("e", 1, text)), List.of())),
                Arguments.of(
                        "occurrence's content",
                        span("tool", "", "", "", List.of(new Event.Occurrence("e", 1, content)), List.of())),
                Arguments.of("link", span("tool", "", "", "", List.of(), List.of(new Event.Link(SECRETS, "", none)))),
                Arguments.of(
                        "link's attribute",
                        span("tool", "", "", "", List.of(), List.of(new Event.Link("", "", text)))));
    }

    static Stream<Arguments> metrics() {
        return Stream.of(
                Arguments.of("name", metric(SECRETS, "", "", "gauge", Value.NONE, Value.NONE)),
                Arguments.of("plain name", metric("x." + KEY_ID, "", "", "gauge", Value.NONE, Value.NONE)),
                Arguments.of("description", metric("m", SECRETS, "", "gauge", Value.NONE, Value.NONE)),
                Arguments.of("unit", metric("m", "", SECRETS, "gauge", Value.NONE, Value.NONE)),
                Arguments.of("kind", metric("m", "", "", SECRETS, Value.NONE, Value.NONE)),
                Arguments.of("value", metric("m", "", "", "gauge", new Value.Int(CARD), Value.NONE)),
                Arguments.of("sum", metric("m", "", "", "sum", new Value.Decimal(CARD), Value.NONE)),
                Arguments.of("fields", metric("m", "", "", "summary", MAP, Value.NONE)),
                Arguments.of("exemplars", metric("m", "", "", "gauge", Value.NONE, new Value.Items(List.of(MAP)))));
    }

    /** Secrets around the places where we cut: the target's, the reader's of JSON, and the fields'. */
    static Stream<Arguments> cuts() {
        return Stream.of(60, 120, 250, 1_020, 4_070, 4_090, 65_500, 65_505)
                .flatMap(before -> Stream.of("tool_input", "full_command", "tool_name", "session.id", "decision")
                        .map(key -> {
                            var filler = "ab ".repeat(before / 3);
                            var value = key.equals("tool_input")
                                    ? "{\"command\":\"" + filler + KEY_ID + " x\"}"
                                    : filler + KEY_ID + " x";
                            var input = key.equals("tool_input") && before > 5_000
                                    ? "{\"x\":\"" + filler + "\",\"command\":\"" + KEY_ID + " x\"}"
                                    : value;
                            return Arguments.of(
                                    key + " " + before,
                                    log(attributes(
                                            "event.name",
                                            new Value.Text("tool_result"),
                                            "tool_name",
                                            new Value.Text("Bash"),
                                            key,
                                            new Value.Text(input))));
                        }));
    }

    private static Event log(Attributes attributes) {
        return log(Origin.UNKNOWN, attributes, "", "", Value.NONE, "");
    }

    private static Event log(
            Origin origin, Attributes attributes, String eventName, String severity, Value body, String id) {
        return new Event.Log(origin, attributes, 5, 5, eventName, 0, severity, body, id, id, 0);
    }

    private static Event span(
            String name,
            String parent,
            String traceState,
            String status,
            List<Event.Occurrence> occurrences,
            List<Event.Link> links) {
        return new Event.Span(
                Origin.UNKNOWN,
                Attributes.EMPTY,
                name,
                1,
                5,
                6,
                "",
                "",
                parent,
                traceState,
                2,
                status,
                occurrences,
                links,
                0);
    }

    private static Event metric(
            String name, String description, String unit, String kind, Value value, Value exemplars) {
        return new Event.MetricPoint(
                Origin.UNKNOWN, Attributes.EMPTY, name, description, unit, kind, true, 1, 4, 5, value, exemplars);
    }

    private static Attributes attributes(Object... pairs) {
        var attributes = Attributes.builder(pairs.length / 2);
        for (var at = 0; at < pairs.length; at += 2) {
            attributes.add((String) pairs[at], (Value) pairs[at + 1]);
        }
        return attributes.build();
    }

    private static String everythingIn(SealedRecord made) {
        return Arrays.toString(made.values())
                + made.contentJson()
                + made.attributesJson()
                + new String(made.leaf(), UTF_8);
    }
}
