// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.record.Action;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The action that an event stands for by its name; that of a tool call is its tool's ({@link ToolCall}). */
final class Actions {
    /** The log events that report a tool call that was made. */
    private static final Set<String> TOOL_EVENTS =
            Set.of("tool_result", "codex.tool_result", "gemini_cli.tool_call", "gemini_cli.function_call");
    /** The spans of a tool call. */
    private static final Set<String> TOOL_SPANS = Set.of("tool", "agent.tool_execution");

    private static final String PLATFORM = "anthropic.";
    /** The spans of tools that the platform runs; the tool's name follows. */
    static final String PLATFORM_TOOL = "anthropic.tool_use";

    private static final String PLATFORM_TEST = "anthropic.test";
    /** The log event that tells a tool's definition has the name of the span that tells its call. */
    private static final String TOOL = "tool";

    private static final String MENTION = "at_mention";

    /** Names of log events and of spans. */
    static final Map<String, Action> BY_NAME = new HashMap<>(Map.ofEntries(
            entry("user_prompt", Action.USER_PROMPT),
            entry("interaction", Action.USER_PROMPT),
            entry("agent.query", Action.USER_PROMPT),
            entry("assistant_response", Action.ASSISTANT_RESPONSE),
            entry("api_request", Action.API_REQUEST),
            entry("api_request_body", Action.API_REQUEST),
            entry("api_response_body", Action.API_REQUEST),
            entry("llm_request", Action.API_REQUEST),
            entry("agent.stream", Action.API_REQUEST),
            entry("api_error", Action.API_ERROR),
            entry("api_retries_exhausted", Action.API_ERROR),
            entry("api_refusal", Action.API_ERROR),
            entry("tool_decision", Action.TOOL_DECISION),
            entry("tool.blocked_on_user", Action.TOOL_DECISION),
            entry("safety_event", Action.TOOL_DECISION),
            entry("permission_mode_changed", Action.PERMISSION_CHANGE),
            entry("hook", Action.HOOK),
            entry("hook_registered", Action.HOOK),
            entry("hook_execution_start", Action.HOOK),
            entry("hook_execution_complete", Action.HOOK),
            entry("hook_plugin_metrics", Action.HOOK),
            entry("mcp_server_connection", Action.MCP_CONNECTION),
            entry("mcp.rpc", Action.CONNECTOR_ACCESS),
            entry("plugin_loaded", Action.PLUGIN),
            entry("plugin_installed", Action.PLUGIN),
            entry("skill_activated", Action.SKILL),
            entry(MENTION, Action.FILE_READ),
            entry("auth", Action.SESSION),
            entry("compaction", Action.SESSION),
            entry("agent.compaction", Action.SESSION),
            entry("managed_settings_resolved", Action.SESSION),
            entry("retention_sweep", Action.SESSION),
            entry("subagent_completed", Action.SESSION),
            entry("system_prompt", Action.SESSION),
            entry("subagent.spawn", Action.SUB_AGENT_SPAWN),
            entry("bash.subprocess", Action.SHELL_COMMAND),
            entry("tool.execution", Action.OTHER),
            entry("internal_error", Action.OTHER),
            entry("feedback_survey", Action.OTHER),
            entry("file.upload", Action.FILE_READ),
            entry("gen_ai.user.message", Action.USER_PROMPT),
            entry("gen_ai.assistant.message", Action.ASSISTANT_RESPONSE),
            entry("gen_ai.choice", Action.ASSISTANT_RESPONSE),
            entry("gen_ai.system.message", Action.API_REQUEST),
            entry("gen_ai.tool.message", Action.API_REQUEST),
            entry("gen_ai.client.inference.operation.details", Action.API_REQUEST),
            entry("gen_ai.client.operation.exception", Action.API_ERROR),
            entry("gen_ai.evaluation.result", Action.OTHER),
            entry("codex.conversation_starts", Action.SESSION),
            entry("codex.user_prompt", Action.USER_PROMPT),
            entry("codex.tool_decision", Action.TOOL_DECISION),
            entry("codex.api_request", Action.API_REQUEST),
            entry("codex.sse_event", Action.API_REQUEST),
            entry("codex.websocket_connect", Action.API_REQUEST),
            entry("codex.websocket_request", Action.API_REQUEST),
            entry("codex.auth_recovery", Action.SESSION),
            entry("codex.plugin_install_suggestion", Action.PLUGIN),
            entry("gemini_cli.config", Action.SESSION),
            entry("gemini_cli.user_prompt", Action.USER_PROMPT),
            entry("gemini_cli.api_request", Action.API_REQUEST),
            entry("gemini_cli.api_response", Action.API_REQUEST),
            entry("gemini_cli.api_error", Action.API_ERROR),
            entry("gemini_cli.chat.content_retry_failure", Action.API_ERROR),
            entry("gemini_cli.chat_compression", Action.SESSION),
            entry("gemini_cli.conversation_finished", Action.SESSION),
            entry("gemini_cli.slash_command", Action.USER_PROMPT),
            entry("gemini_cli.agent.start", Action.SUB_AGENT_SPAWN),
            entry("gemini_cli.agent.finish", Action.SESSION),
            entry("gemini_cli.extension_install", Action.PLUGIN),
            entry("gemini_cli.extension_uninstall", Action.PLUGIN),
            entry("gemini_cli.extension_enable", Action.PLUGIN),
            entry("gemini_cli.extension_disable", Action.PLUGIN),
            entry("gemini_cli.extension_update", Action.PLUGIN),
            entry("approval_mode_switch", Action.PERMISSION_CHANGE),
            entry("gemini_cli.approval_mode_switch", Action.PERMISSION_CHANGE)));

    private Actions() {}

    /** Whether {@code name} is one that a log body would be sent with. */
    static boolean knows(String name) {
        return BY_NAME.containsKey(name) || TOOL_EVENTS.contains(name);
    }

    /** Whether the name alone tells what an event of this signal is. */
    static boolean knows(Signal signal, String name) {
        return signal == Signal.METRICS || toolCall(signal, name, Operation.NONE) || knows(name);
    }

    /** Whether the event reports that a tool was run. */
    static boolean toolCall(Signal signal, String name, Operation operation) {
        if (operation == Operation.TOOL || operation == Operation.MCP_CALL) {
            return true;
        }
        return switch (signal) {
            case LOGS -> TOOL_EVENTS.contains(name);
            case TRACES -> TOOL_SPANS.contains(name) || name.startsWith(PLATFORM_TOOL);
            case METRICS -> false;
        };
    }

    /** The action of an event that is no tool call. */
    static Action of(Event event, String name, Operation operation) {
        if (event.signal() == Signal.METRICS) {
            return Action.METRIC;
        }
        var action = BY_NAME.get(name);
        if (action != null) {
            return name.equals(MENTION) ? mention(event.attributes()) : action;
        } else if (operation != Operation.NONE) {
            return operation.action();
        } else if (event.signal() == Signal.LOGS) {
            return name.equals(TOOL) ? Action.SESSION : Action.OTHER;
        }
        return name.startsWith(PLATFORM) && !name.startsWith(PLATFORM_TOOL) && !name.equals(PLATFORM_TEST)
                ? Action.API_REQUEST
                : Action.OTHER;
    }

    /** The client itself reads the file that a prompt mentions. */
    private static Action mention(Attributes attributes) {
        var type = attributes.text("mention_type");
        if (type == null) {
            return Action.OTHER;
        }
        return switch (type) {
            case "file", "directory" -> Action.FILE_READ;
            case "mcp_resource" -> Action.CONNECTOR_ACCESS;
            default -> Action.OTHER;
        };
    }
}
