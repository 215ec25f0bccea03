// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The log events of the captured client. */
final class ClaudeCodeLogsTest {
    @ParameterizedTest
    @MethodSource("io.deedbook.pipeline.fixtures.Fixture#all")
    void normalise_knowsEveryEventOfTheClient(Fixture fixture) {
        assertThat(fixture.events())
                .extracting(event -> Normaliser.normalise(event, Events.RECEIVED))
                .hasSameSizeAs(fixture.events())
                .allSatisfy(draft -> {
                    assertThat(draft.text(Field.EVENT)).isNotEqualTo(EventName.UNNAMED);
                    assertThat(draft.text(Field.SURFACE))
                            .isEqualTo(fixture.scenario().startsWith("cowork") ? "cowork" : "claude_code");
                    assertThat(draft.text(Field.SIGNAL))
                            .isEqualTo(fixture.signal().one());
                    assertThat(draft.text(Field.AGENT_VERSION)).isEqualTo("2.1.329");
                    assertThat(draft.text(Field.SESSION_ID)).hasSize(36);
                    assertThat(draft.occurredUnixNanos()).isLessThan(Events.RECEIVED);
                    assertThat(draft.content()).doesNotContainKey("promptText");
                });
    }

    @Test
    void userPrompt() {
        var draft = Events.draft("tools-protobuf", "log", "user_prompt");

        assertThat(draft.text(Field.ACTION)).isEqualTo("user_prompt");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("none");
        assertThat(draft.text(Field.AGENT_ID)).isEqualTo("claude-code");
        assertThat(draft.text(Field.USER_EMAIL)).isEqualTo("jane.doe@example.com");
        assertThat(draft.text(Field.USER_ACCOUNT_UUID)).isEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(draft.text(Field.USER_ACCOUNT_ID)).startsWith("user_01");
        assertThat(draft.text(Field.ORGANIZATION_ID)).isEqualTo("22222222-2222-4222-8222-222222222222");
        assertThat(draft.text(Field.USER_ID)).hasSize(64);
        assertThat(draft.text(Field.PROMPT_ID)).hasSize(36);
        assertThat(draft.integer(Field.SEQUENCE)).isPositive();
        assertThat(draft.integer(Field.TRUNCATED)).isZero();
        assertThat(draft.content()).containsOnlyKeys("prompt");
        assertThat(draft.content().get("prompt")).contains("4111 1111 1111 1111");
        assertThat(draft.attributes().text("prompt_length")).isNotEmpty();
        assertThat(json(draft))
                .doesNotContain("event.name", "user.email", "jane.doe", "session.id", "service.name")
                .contains("\"resource\":{", "\"host.arch\":\"amd64\"")
                .contains("\"scope\":{\"name\":\"com.anthropic.claude_code.events\",\"version\":\"2.1.329\"}");
    }

    @Test
    void apiRequest_hasTokensAndExactCost() {
        var draft = Events.draft("hello-protobuf", "log", "api_request");

        assertThat(draft.text(Field.ACTION)).isEqualTo("api_request");
        assertThat(draft.text(Field.MODEL)).isEqualTo("claude-opus-5-5");
        assertThat(draft.integer(Field.INPUT_TOKENS)).isEqualTo(1200);
        assertThat(draft.integer(Field.OUTPUT_TOKENS)).isEqualTo(57);
        assertThat(draft.integer(Field.CACHE_READ_TOKENS)).isEqualTo(4500);
        assertThat(draft.integer(Field.CACHE_CREATION_TOKENS)).isEqualTo(300);
        assertThat(draft.integer(Field.COST_USD_NANOS)).isEqualTo(8_340_000);
        assertThat(draft.integer(Field.DURATION_MS)).isPositive();
        assertThat(draft.text(Field.REQUEST_ID)).startsWith("req_mock");
        assertThat(draft.attributes().text("query_source")).isEqualTo("sdk");
        assertThat(draft.attributes().get("input_tokens")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Read, file_read, /home/jane/docs/customers.csv",
        "Write, file_write, /home/jane/docs/out/report.md",
        "Edit, file_write, /home/jane/docs/out/report.md",
        "Glob, file_read, **/*.csv",
        "Grep, file_read, /home/jane/docs/",
        "WebSearch, web_search, jane.doe@example.com 078-05-1120",
        "Agent, sub_agent_spawn, general-purpose",
        "Skill, skill, fake-skill",
    })
    void toolResult_hasTheActionAndTheTargetOfItsTool(String tool, String action, String target) {
        var draft = Events.draft(
                "cowork-protobuf", "log", "tool_result", result -> tool.equals(result.text(Field.TOOL_NAME)));

        assertThat(draft.text(Field.ACTION)).isEqualTo(action);
        assertThat(draft.text(Field.TARGET)).isEqualTo(target);
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("success");
        assertThat(draft.integer(Field.DURATION_MS)).isNotNull();
        assertThat(draft.content()).containsKey("toolInput");
        assertThat(draft.attributes().get("duration_ms")).isNull();
        assertThat(draft.attributes().get("success")).isNull();
    }

    @Test
    void toolResult_ofBashHasItsCommand() {
        var draft =
                Events.draft("tools-json", "log", "tool_result", result -> "Bash".equals(result.text(Field.TOOL_NAME)));

        assertThat(draft.text(Field.ACTION)).isEqualTo("shell_command");
        assertThat(draft.text(Field.TARGET))
                .startsWith("export AWS_ACCESS_KEY_ID=")
                .endsWith("wc -l customers.csv");
        assertThat(draft.content()).containsOnlyKeys("toolInput", "toolParameters");
    }

    @Test
    void toolResult_thatFailedHasItsError() {
        var draft = Events.draft(
                "tools-protobuf", "log", "tool_result", result -> "failure".equals(result.text(Field.OUTCOME)));

        assertThat(draft.content().get("error")).isNotEmpty();
        assertThat(draft.attributes().text("error_type")).isNotEmpty();
    }

    @Test
    void toolResult_ofAConnectorHasItsNames() {
        var draft = Events.draft(
                "tools-protobuf", "log", "tool_result", result -> "mcp_tool".equals(result.text(Field.TOOL_NAME)));

        assertThat(draft.text(Field.ACTION)).isEqualTo("connector_access");
        assertThat(draft.text(Field.CONNECTOR)).isEqualTo("crm");
        assertThat(draft.text(Field.OPERATION)).isEqualTo("lookup_customer");
    }

    @Test
    void toolDecision_thatRejects() {
        var draft = Events.draft(
                "deny-protobuf", "log", "tool_decision", result -> "reject".equals(result.text(Field.DECISION)));

        assertThat(draft.text(Field.ACTION)).isEqualTo("tool_decision");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("rejected");
        assertThat(draft.text(Field.DECISION_SOURCE)).isEqualTo("config");
        assertThat(draft.text(Field.PERMISSION_MODE)).isNotEmpty();
        assertThat(draft.text(Field.TOOL_NAME)).isNotEmpty();
    }

    @Test
    void toolDecision_ofACommandHasItsTarget() {
        var draft = Events.draft(
                "tools-protobuf", "log", "tool_decision", result -> "Bash".equals(result.text(Field.TOOL_NAME)));

        assertThat(draft.text(Field.OUTCOME)).isEqualTo("none");
        assertThat(draft.text(Field.DECISION)).isEqualTo("accept");
        assertThat(draft.text(Field.TARGET)).contains("wc -l customers.csv");
    }

    @Test
    void mcpServerConnection_thatFailed() {
        var draft = Events.draft(
                "tools-protobuf",
                "log",
                "mcp_server_connection",
                result -> "failed".equals(result.attributes().text("status")));

        assertThat(draft.text(Field.ACTION)).isEqualTo("mcp_connection");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("failure");
        assertThat(draft.text(Field.CONNECTOR)).isEqualTo("broken");
        assertThat(draft.content().get("error")).startsWith("ENOENT");
    }

    @Test
    void apiError() {
        var draft = Events.draft("error-529-protobuf", "log", "api_error");

        assertThat(draft.text(Field.ACTION)).isEqualTo("api_error");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("failure");
        assertThat(draft.content()).containsEntry("error", "Overloaded");
    }

    @Test
    void hookExecution_hasItsDuration() {
        var draft = Events.draft("hooks-protobuf", "log", "hook_execution_complete");

        assertThat(draft.text(Field.ACTION)).isEqualTo("hook");
        assertThat(draft.integer(Field.DURATION_MS)).isNotNull();
        assertThat(draft.attributes().text("hook_event")).isNotEmpty();
    }

    @Test
    void cowork_namesItsWorkspace() {
        var draft = Events.draft("cowork-protobuf", "log", "user_prompt");

        assertThat(draft.text(Field.AGENT_ID)).isEqualTo("cowork");
        assertThat(draft.list(Field.WORKSPACE_PATHS))
                .containsExactly("/Users/jane/Documents/ClientX", "/Users/jane/Desktop");
    }

    private static String json(RecordDraft draft) {
        return new CanonicalJson(512).attributes(draft.attributes()).toString();
    }
}
