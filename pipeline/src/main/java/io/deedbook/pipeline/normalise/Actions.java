// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.record.Action;
import java.util.Map;
import java.util.Set;

/** The action that an event stands for by its name; that of a tool call is its tool's ({@link ToolCall}). */
final class Actions {
    /** The log events that report a tool call that was made. */
    private static final Set<String> TOOL_EVENTS = Set.of("tool_result");
    /** The spans of a tool call. */
    private static final Set<String> TOOL_SPANS = Set.of("tool", "agent.tool_execution");

    private static final String PLATFORM = "anthropic.";
    /** The spans of tools that the platform runs; the tool's name follows. */
    static final String PLATFORM_TOOL = "anthropic.tool_use";

    private static final String PLATFORM_TEST = "anthropic.test";

    /** Names of log events and of spans. */
    static final Map<String, Action> BY_NAME = Map.ofEntries(
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
            entry("permission_mode_changed", Action.PERMISSION_CHANGE),
            entry("hook", Action.HOOK),
            entry("hook_registered", Action.HOOK),
            entry("hook_execution_start", Action.HOOK),
            entry("hook_execution_complete", Action.HOOK),
            entry("hook_plugin_metrics", Action.HOOK),
            entry("mcp_server_connection", Action.MCP_CONNECTION),
            entry("plugin_loaded", Action.PLUGIN),
            entry("plugin_installed", Action.PLUGIN),
            entry("skill_activated", Action.SKILL),
            entry("auth", Action.SESSION),
            entry("compaction", Action.SESSION),
            entry("agent.compaction", Action.SESSION),
            entry("managed_settings_resolved", Action.SESSION),
            entry("retention_sweep", Action.SESSION),
            entry("subagent_completed", Action.SESSION),
            entry("file.upload", Action.FILE_READ));

    /** Operations of OpenTelemetry's conventions for generative AI, for spans whose name says nothing. */
    private static final Map<String, Action> BY_OPERATION = Map.of(
            "chat", Action.API_REQUEST,
            "text_completion", Action.API_REQUEST,
            "generate_content", Action.API_REQUEST,
            "embeddings", Action.API_REQUEST);

    private Actions() {}

    /** Whether {@code name} is one that a log body would be sent with. */
    static boolean knows(String name) {
        return BY_NAME.containsKey(name) || TOOL_EVENTS.contains(name);
    }

    /** Whether the event reports that a tool was run. */
    static boolean toolCall(Signal signal, String name, String operation) {
        return switch (signal) {
            case LOGS -> TOOL_EVENTS.contains(name);
            case TRACES ->
                TOOL_SPANS.contains(name) || name.startsWith(PLATFORM_TOOL) || operation.equals("execute_tool");
            case METRICS -> false;
        };
    }

    /**
     * The action of an event that is no tool call.
     *
     * @param operation {@code gen_ai.operation.name}, or {@code ""}
     */
    static Action of(Signal signal, String name, String operation) {
        if (signal == Signal.METRICS) {
            return Action.METRIC;
        }
        var action = BY_NAME.get(name);
        if (action != null) {
            return action;
        }
        if (signal == Signal.TRACES && name.startsWith(PLATFORM) && !name.equals(PLATFORM_TEST)) {
            return Action.API_REQUEST;
        }
        return BY_OPERATION.getOrDefault(operation, Action.OTHER);
    }
}
