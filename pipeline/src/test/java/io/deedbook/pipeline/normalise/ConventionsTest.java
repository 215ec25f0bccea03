// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents and gateways of others, by the conventions that they follow. */
final class ConventionsTest {
    @ParameterizedTest
    @CsvSource({
        "gen_ai.operation.name, chat, api_request",
        "gen_ai.operation.name, generate_content, api_request",
        "gen_ai.operation.name, text_completion, api_request",
        "gen_ai.operation.name, embeddings, api_request",
        "gen_ai.operation.name, create_agent, sub_agent_spawn",
        "gen_ai.operation.name, invoke_agent, sub_agent_spawn",
        "gen_ai.operation.name, search_memory, connector_access",
        "gen_ai.operation.name, plan, other",
        "gen_ai.operation.name, execute_tool, other",
        "mcp.method.name, tools/call, connector_access",
        "mcp.method.name, resources/read, connector_access",
        "mcp.method.name, initialize, mcp_connection",
        "mcp.method.name, notifications/progress, other",
        "openinference.span.kind, LLM, api_request",
        "openinference.span.kind, CHAIN, other",
        "openinference.span.kind, GUARDRAIL, other",
        "traceloop.span.kind, agent, sub_agent_spawn",
        "traceloop.span.kind, workflow, other",
        "llm.request.type, chat, api_request",
    })
    void action_isToldByTheConvention(String key, String value, String action) {
        assertThat(Events.normalised(Events.span("my-agent", "anything", key, value))
                        .text(Field.ACTION))
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "Read, file_read",
        "run_shell_command, shell_command",
        "web_search, web_search",
        "mcp__crm__lookup, connector_access",
        "get_weather, other"
    })
    void tool_isTheSameWhoeverRunsIt(String tool, String action) {
        var named = Events.span(
                "my-agent", "execute_tool", "gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", tool);
        var inTheSpan = Events.span("my-agent", "execute_tool " + tool, "gen_ai.operation.name", "execute_tool");

        assertThat(Events.normalised(named).text(Field.ACTION)).isEqualTo(action);
        assertThat(Events.normalised(inTheSpan).text(Field.ACTION)).isEqualTo(action);
    }

    @Test
    void usage_ofAWholeRunIsNotCountedBesideThatOfItsRequests() {
        var request = Events.normalised(
                Events.span("my-agent", "chat", "gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 5));
        var run = Events.normalised(Events.span(
                "my-agent", "run", "gen_ai.operation.name", "invoke_agent", "gen_ai.usage.input_tokens", 50));
        var details = Events.normalised(Events.log(
                "", EventName.KEY, "gen_ai.client.inference.operation.details", "gen_ai.usage.input_tokens", 5));
        var codex = Events.normalised(
                Events.span("codex_cli_rs", "chat", "gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 5));

        assertThat(request.integer(Field.INPUT_TOKENS)).isEqualTo(5);
        assertThat(run.integer(Field.INPUT_TOKENS)).isNull();
        assertThat(run.attributes().get("gen_ai.usage.input_tokens")).isEqualTo(new Value.Int(50));
        assertThat(details.integer(Field.INPUT_TOKENS)).isNull();
        assertThat(codex.integer(Field.INPUT_TOKENS)).isNull();
    }

    @Test
    void messages_thatComeInPiecesAreOneContentWithTheirNames() {
        var draft = Events.normalised(Events.span(
                "my-agent",
                "openai.chat",
                "gen_ai.prompt.0.role",
                "user",
                "gen_ai.prompt.0.content",
                "card 4111 1111 1111 1111",
                "gen_ai.completion.0.content",
                "no"));

        assertThat(draft.content())
                .containsOnlyKeys("prompt", "response")
                .containsEntry(
                        "prompt",
                        "{\"gen_ai.prompt.0.content\":\"card 4111 1111 1111 1111\",\"gen_ai.prompt.0.role\":\"user\"}");
        assertThat(draft.attributes().get("gen_ai.prompt.0.content")).isNull();
    }

    @Test
    void messages_inTheBodyAreWhatTheEventSays() {
        var body = new Value.Fields(Events.attributes("role", "user", "content", "Weather?"));
        var draft = Events.normalised(new Event.Log(
                Origin.UNKNOWN, Attributes.EMPTY, Events.OCCURRED, 0, "gen_ai.user.message", 0, "", body, "", "", 0));

        assertThat(draft.text(Field.ACTION)).isEqualTo("user_prompt");
        assertThat(draft.content()).containsEntry("prompt", "{\"content\":\"Weather?\",\"role\":\"user\"}");
    }

    @Test
    void messages_thatHappenedDuringASpanAreContent() {
        var choice = new Event.Occurrence(
                "gen_ai.choice", Events.OCCURRED, Events.attributes("message", "Rainy.", "finish_reason", "stop"));
        var draft = Events.normalised(Events.ended("my-agent", "chat", 1, List.of(choice)));

        assertThat(draft.content()).containsOnlyKeys("response").containsEntry("response", "Rainy.");
    }

    @Test
    void structuredArguments_areReadForTheTarget() {
        var arguments = new Value.Fields(Events.attributes("url", "https://example.com/a"));
        var draft = Events.normalised(Events.span(
                "my-agent",
                "execute_tool web_fetch",
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.call.arguments",
                arguments));

        assertThat(draft.text(Field.ACTION)).isEqualTo("web_browse");
        assertThat(draft.text(Field.TARGET)).isEqualTo("https://example.com/a");
    }

    @Test
    void exception_failsASpanThatDoesNotSayHowItWent() {
        var exception = List.of(new Event.Occurrence("exception", Events.OCCURRED, Attributes.EMPTY));

        assertThat(Events.normalised(Events.ended("my-agent", "chat", 0, exception))
                        .text(Field.OUTCOME))
                .isEqualTo("failure");
        assertThat(Events.normalised(Events.ended("my-agent", "chat", 1, exception))
                        .text(Field.OUTCOME))
                .isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({
        "litellm, gateway",
        "LiteLLM-proxy, gateway",
        "bifrost, gateway",
        "kong-dev, gateway",
        "kongregate, other",
        "portkey, gateway",
        "envoy-ai-gateway, gateway",
        "cloudflare-ai-gateway, gateway",
        "my-agent, other",
        "codex_cli_rs, other",
        "gemini-cli, other"
    })
    void surface_isAGatewayByItsName(String service, String surface) {
        assertThat(Events.normalised(Events.span(service, "chat")).text(Field.SURFACE))
                .isEqualTo(surface);
    }

    @Test
    void agent_isTheServiceBeforeTheNameOfTheConventions() {
        var named = Events.normalised(Events.span("my-agent", "chat", "gen_ai.agent.name", "Math Tutor"));
        var log = Events.normalised(Events.log("", "gen_ai.agent.name", "Math Tutor"));

        assertThat(named.text(Field.AGENT_ID)).isEqualTo("my-agent");
        assertThat(named.attributes().text("gen_ai.agent.name")).isEqualTo("Math Tutor");
        assertThat(log.text(Field.AGENT_ID)).isEqualTo("Math Tutor");
    }
}
