// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.record.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spans of the captured client, and those of the surfaces that send nothing else, built from their documentation. */
final class SpansTest {
    @Test
    void llmRequest_leavesItsTokensToTheLogEvent() {
        var draft = Events.draft("tools-protobuf", "span", "llm_request");

        assertThat(draft.text(Field.ACTION)).isEqualTo("api_request");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("success");
        assertThat(draft.text(Field.MODEL)).isNotEmpty();
        assertThat(draft.integer(Field.INPUT_TOKENS)).isNull();
        assertThat(draft.attributes().get("input_tokens")).isNotNull();
        assertThat(draft.text(Field.TRACE_ID)).hasSize(32);
        assertThat(draft.text(Field.PARENT_SPAN_ID)).hasSize(16);
    }

    @Test
    void interaction_hasThePromptAndItsOwnDuration() {
        var draft = Events.draft("tools-protobuf", "span", "interaction");

        assertThat(draft.text(Field.ACTION)).isEqualTo("user_prompt");
        assertThat(draft.content()).containsKey("prompt");
        assertThat(draft.integer(Field.DURATION_MS)).isPositive();
    }

    @Test
    void tool_hasTheTargetAndTheOutputOfTheCall() {
        var output = new Event.Occurrence(
                "tool.output",
                Events.OCCURRED,
                Events.attributes("output", "3 customers.csv", "bash_command", "wc -l customers.csv", "lines", 1));
        var draft = Events.normalised(Events.ended(
                "claude-code",
                "claude_code.tool",
                0,
                List.of(output),
                "tool_name",
                "Bash",
                "full_command",
                "wc -l customers.csv"));

        assertThat(draft.text(Field.ACTION)).isEqualTo("shell_command");
        assertThat(draft.text(Field.TARGET)).isEqualTo("wc -l customers.csv");
        assertThat(draft.content())
                .containsOnlyKeys("full_command", "output", "output.bash_command")
                .containsEntry("output", "3 customers.csv");
        assertThat(json(draft.attributes()))
                .contains("{\"attributes\":{\"lines\":1},\"name\":\"tool.output\"")
                .doesNotContain("customers.csv");
    }

    @Test
    void tool_ofAConnectorTellsItsNameEvenWhereTheEventsHideIt() {
        var draft =
                Events.draft("redacted-default-protobuf", "span", "tool", span -> span.text(Field.CONNECTOR) != null);

        assertThat(draft.text(Field.ACTION)).isEqualTo("connector_access");
        assertThat(draft.text(Field.TOOL_NAME)).startsWith("mcp__crm__");
        assertThat(draft.text(Field.CONNECTOR)).isEqualTo("crm");
        assertThat(draft.text(Field.OPERATION)).isNotEmpty();
    }

    @Test
    void blockedOnUser_isTheDecision() {
        var draft = Events.draft("tools-protobuf", "span", "tool.blocked_on_user");

        assertThat(draft.text(Field.ACTION)).isEqualTo("tool_decision");
        assertThat(draft.text(Field.DECISION)).isEqualTo("accept");
        assertThat(draft.text(Field.DECISION_SOURCE)).isEqualTo("config");
    }

    @Test
    void execution_thatFailedHasItsMessage() {
        var draft = Events.draft(
                "tools-protobuf", "span", "tool.execution", span -> "failure".equals(span.text(Field.OUTCOME)));

        assertThat(draft.content()).containsKeys("error", "statusMessage");
    }

    @Test
    void officeQuery_isAPromptAboutADocument() {
        var draft = Events.normalised(Events.span(
                "office-agent",
                "agent.query",
                "agent.surface",
                "sheet",
                "user.message",
                "Sum column B",
                "session.id",
                "s-1",
                "user.email",
                "jane.doe@example.com",
                "user.bucket",
                7,
                "document.url",
                "https://contoso.example/q3.xlsx",
                "agent.selected_model",
                "claude-opus-5-5",
                "office.platform",
                "OfficeOnline"));

        assertThat(draft.text(Field.SURFACE)).isEqualTo("office_agent");
        assertThat(draft.text(Field.AGENT_VERSION)).isEqualTo("1.0.0");
        assertThat(draft.text(Field.ACTION)).isEqualTo("user_prompt");
        assertThat(draft.text(Field.TARGET)).isEqualTo("https://contoso.example/q3.xlsx");
        assertThat(draft.text(Field.USER_EMAIL)).isEqualTo("jane.doe@example.com");
        assertThat(draft.text(Field.MODEL)).isEqualTo("claude-opus-5-5");
        assertThat(draft.content()).containsEntry("prompt", "Sum column B").hasSize(1);
        assertThat(draft.integer(Field.DURATION_MS)).isEqualTo(1500);
        assertThat(draft.attributes().text("agent.surface")).isEqualTo("sheet");
    }

    @Test
    void officeStream_hasTheTokens() {
        var draft = Events.normalised(Events.span(
                "office-agent",
                "agent.stream",
                "model",
                "claude-opus-5-5",
                "input_tokens",
                10,
                "output_tokens",
                "20",
                "cache_read_tokens",
                30.0,
                "cache_creation_tokens",
                40,
                "request_id",
                "req_1"));

        assertThat(draft.text(Field.ACTION)).isEqualTo("api_request");
        assertThat(draft.integer(Field.INPUT_TOKENS)).isEqualTo(10);
        assertThat(draft.integer(Field.OUTPUT_TOKENS)).isEqualTo(20);
        assertThat(draft.integer(Field.CACHE_READ_TOKENS)).isEqualTo(30);
        assertThat(draft.integer(Field.CACHE_CREATION_TOKENS)).isEqualTo(40);
        assertThat(draft.text(Field.REQUEST_ID)).isEqualTo("req_1");
    }

    @Test
    void officeToolExecution_isAToolCall() {
        var draft = Events.normalised(Events.span(
                "office-agent",
                "agent.tool_execution",
                "tool_name",
                "set_cell_range",
                "tool.owner",
                "first_party",
                "tool.read_write",
                "write",
                "tool.accept_decision",
                "auto_accept",
                "tool.input",
                "{\"path\":\"Sheet1!B1\",\"value\":\"=SUM(B2:B9)\"}",
                "tool.success",
                false,
                "tool.output",
                "The sheet is protec",
                "tool.output_chars",
                4711,
                "tool.error_type",
                "ProtectedSheet"));

        assertThat(draft.text(Field.ACTION)).isEqualTo("file_write");
        assertThat(draft.text(Field.TARGET)).isEqualTo("Sheet1!B1");
        assertThat(draft.text(Field.DECISION)).isEqualTo("auto_accept");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("failure");
        assertThat(draft.integer(Field.TRUNCATED)).isEqualTo(1);
        assertThat(draft.content()).containsOnlyKeys("output", "toolInput");
    }

    @Test
    void officeToolExecution_ofAConnectorIsConnectorAccess() {
        var draft = Events.normalised(
                Events.span("office-agent", "agent.tool_execution", "tool_name", "lookup", "tool.owner", "mcp"));

        assertThat(draft.text(Field.ACTION)).isEqualTo("connector_access");
    }

    @Test
    void officeCompactionAndUpload() {
        var compaction = Events.normalised(Events.span("office-agent", "agent.compaction", "compaction.success", true));
        var upload = Events.normalised(Events.span(
                "office-agent", "file.upload", "file.upload.filename", "q3.pdf", "file.upload.success", true));

        assertThat(compaction.text(Field.ACTION)).isEqualTo("session");
        assertThat(compaction.text(Field.OUTCOME)).isEqualTo("success");
        assertThat(upload.text(Field.ACTION)).isEqualTo("file_read");
        assertThat(upload.text(Field.TARGET)).isEqualTo("q3.pdf");
    }

    @Test
    void platform_namesTheToolInTheSpan() {
        var tool = Events.normalised(Events.span("claude-platform", "anthropic.tool_use web_search"));
        var request = Events.normalised(Events.span("claude-platform", "anthropic.sessions.events.send"));

        assertThat(tool.text(Field.SURFACE)).isEqualTo("claude_platform");
        assertThat(tool.text(Field.TOOL_NAME)).isEqualTo("web_search");
        assertThat(tool.text(Field.ACTION)).isEqualTo("web_search");
        assertThat(request.text(Field.ACTION)).isEqualTo("api_request");
    }

    @Test
    void generativeAiConventions_ofAnyone() {
        var draft = Events.normalised(Events.span(
                "my-agent",
                "chat claude-opus-5-5",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.request.model",
                "claude-opus-5-5",
                "gen_ai.response.model",
                "claude-opus-5-5-20261001",
                "gen_ai.usage.input_tokens",
                5,
                "gen_ai.usage.output_tokens",
                6,
                "gen_ai.conversation.id",
                "c-1"));

        assertThat(draft.text(Field.SURFACE)).isEqualTo("other");
        assertThat(draft.text(Field.ACTION)).isEqualTo("api_request");
        assertThat(draft.text(Field.MODEL)).isEqualTo("claude-opus-5-5");
        assertThat(draft.attributes().text("gen_ai.response.model")).isEqualTo("claude-opus-5-5-20261001");
        assertThat(draft.integer(Field.INPUT_TOKENS)).isEqualTo(5);
        assertThat(draft.integer(Field.OUTPUT_TOKENS)).isEqualTo(6);
        assertThat(draft.text(Field.SESSION_ID)).isEqualTo("c-1");
    }

    @Test
    void occurrences_keepTheirContentApart() {
        var failure = new Event.Occurrence(
                "exception",
                Events.OCCURRED,
                Events.attributes("exception.type", "Timeout", "exception.message", "jane.doe@example.com timed out"));
        var draft = Events.normalised(Events.ended("office-agent", "file.upload", 2, List.of(failure, failure)));

        assertThat(draft.text(Field.OUTCOME)).isEqualTo("failure");
        assertThat(draft.content()).containsOnlyKeys("exception.message", "exception.message#2");
        assertThat(json(draft.attributes()))
                .contains("{\"attributes\":{\"exception.type\":\"Timeout\"},\"name\":\"exception\"")
                .doesNotContain("timed out");
    }

    private static String json(Attributes attributes) {
        return new CanonicalJson(512).attributes(attributes).toString();
    }
}
