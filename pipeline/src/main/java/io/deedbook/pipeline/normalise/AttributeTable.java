// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which attribute fills which field, and which is content. What is not in it stays among the attributes. */
final class AttributeTable {
    /** On every event, whatever its signal. */
    private static final Map<String, Place> COMMON = common();
    /** On log events and spans: measures that a metric point would count again. */
    private static final Map<String, Place> MEASURES = measures();
    /** On log events, and on the spans of surfaces that send no logs. */
    private static final Map<String, Place> USAGE = usage();
    /** Attributes whose meaning hangs on the event that they stand on. */
    private static final Map<String, Map<String, Place>> BY_EVENT = byEvent();
    /** On the resource: asserted for the whole process, so the event's own word comes first. */
    private static final Map<String, Place> RESOURCE = resource();

    private AttributeTable() {}

    /**
     * Where the attribute {@code key} of an event belongs, or null when it has no place of its own.
     *
     * @param counts whether tokens and cost of the event are to be counted
     */
    static @Nullable Place of(String key, Signal signal, String event, boolean counts) {
        var special = BY_EVENT.get(event);
        var place = special == null ? null : special.get(key);
        if (place == null) {
            place = COMMON.get(key);
        }
        if (place == null && signal != Signal.METRICS) {
            place = MEASURES.get(key);
        }
        return place == null && counts ? USAGE.get(key) : place;
    }

    /** Where the attribute {@code key} of a resource belongs, or null. */
    static @Nullable Place ofResource(String key) {
        return RESOURCE.get(key);
    }

    /** The content that the attribute {@code key} of a span's occurrence is, or null. */
    static @Nullable String contentOfOccurrence(String key) {
        return switch (key) {
            case "output" -> ContentName.OUTPUT;
            case "content", "diff", "bash_command" -> ContentName.OUTPUT + '.' + key;
            default -> {
                var place = COMMON.get(key);
                yield place == null ? null : place.content();
            }
        };
    }

    private static Map<String, Place> common() {
        var table = new HashMap<String, Place>();
        fields(table, Field.SESSION_ID, "session.id", "gen_ai.conversation.id");
        fields(table, Field.PROMPT_ID, "prompt.id");
        fields(table, Field.SEQUENCE, "event.sequence");
        fields(table, Field.USER_EMAIL, "user.email");
        fields(table, Field.USER_ACCOUNT_UUID, "user.account_uuid");
        fields(table, Field.USER_ACCOUNT_ID, "user.account_id");
        fields(table, Field.USER_ID, "user.id");
        table.put("enduser.id", Place.copied(Field.USER_ID, 10));
        table.put("process.owner", Place.copied(Field.USER_ID, 30));
        fields(table, Field.ORGANIZATION_ID, "organization.id");
        fields(table, Field.WORKSPACE_PATHS, "workspace.host_paths");
        fields(table, Field.TOOL_NAME, "tool_name", "gen_ai.tool.name");
        fields(table, Field.CONNECTOR, "mcp_server.name", "anthropic.mcp.server.name", "mcp_server_name");
        fields(table, Field.OPERATION, "mcp_tool.name", "mcp_tool_name");
        fields(table, Field.DECISION, "decision", "decision_type", "tool.accept_decision");
        fields(table, Field.DECISION_SOURCE, "decision_source");
        fields(table, Field.PERMISSION_MODE, "permission_mode");
        fields(table, Field.MODEL, "model", "gen_ai.request.model", "gen_ai.response.model", "agent.selected_model");
        fields(table, Field.REQUEST_ID, "request_id", "gen_ai.response.id");
        content(table, ContentName.PROMPT, "prompt", "user_prompt", "user.message", "gen_ai.prompt");
        content(table, ContentName.PROMPT_TEXT, "prompt_text");
        content(table, ContentName.RESPONSE, "response", "response.model_output", "gen_ai.completion");
        content(table, ContentName.TOOL_PARAMETERS, "tool_parameters");
        content(table, ContentName.TOOL_INPUT, "tool_input", "tool.input", "gen_ai.tool.call.arguments");
        content(table, ContentName.OUTPUT, "tool.output", "gen_ai.tool.call.result");
        content(table, ContentName.ERROR, "error", "error.message");
        content(table, ContentName.BODY, "body");
        for (var own : new String[] {
            "exception.message",
            "exception.stacktrace",
            "full_command",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "hook_definitions",
            "managed_settings.settings",
            "new_context",
            "system_prompt",
            "system_prompt_preview",
            "system_reminders",
            "tool"
        }) {
            content(table, own, own);
        }
        return Map.copyOf(table);
    }

    private static Map<String, Place> measures() {
        var table = new HashMap<String, Place>();
        fields(table, Field.DURATION_MS, "duration_ms", "interaction.duration_ms");
        return Map.copyOf(table);
    }

    private static Map<String, Place> usage() {
        var table = new HashMap<String, Place>();
        fields(table, Field.INPUT_TOKENS, "input_tokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens");
        fields(
                table,
                Field.OUTPUT_TOKENS,
                "output_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.completion_tokens");
        fields(table, Field.CACHE_READ_TOKENS, "cache_read_tokens", "gen_ai.usage.cache_read.input_tokens");
        fields(table, Field.CACHE_CREATION_TOKENS, "cache_creation_tokens", "gen_ai.usage.cache_creation.input_tokens");
        fields(table, Field.COST_USD_NANOS, Cost.MICROS, Cost.USD);
        return Map.copyOf(table);
    }

    private static Map<String, Map<String, Place>> byEvent() {
        var source = Map.of("source", Place.field(Field.DECISION_SOURCE, 0));
        var target = new HashMap<String, Place>();
        fields(target, Field.TARGET, "file_path", "skill_name", "subagent_type");
        return Map.of(
                "tool_decision",
                source,
                "tool.blocked_on_user",
                source,
                "code_edit_tool.decision",
                source,
                "permission_mode_changed",
                Map.of("to_mode", Place.copied(Field.PERMISSION_MODE, 0)),
                "mcp_server_connection",
                Map.of("server_name", Place.field(Field.CONNECTOR, 0)),
                "hook_execution_complete",
                Map.of("total_duration_ms", Place.field(Field.DURATION_MS, 0)),
                "api_retries_exhausted",
                Map.of("total_retry_duration_ms", Place.field(Field.DURATION_MS, 0)),
                "tool",
                Map.copyOf(target),
                "agent.query",
                Map.of("document.url", Place.field(Field.TARGET, 0)),
                "file.upload",
                Map.of("file.upload.filename", Place.field(Field.TARGET, 0)));
    }

    private static Map<String, Place> resource() {
        var table = new HashMap<String, Place>();
        fields(table, Field.AGENT_ID, "service.name");
        fields(table, Field.AGENT_VERSION, "service.version");
        table.put("session.id", Place.field(Field.SESSION_ID, 5));
        table.put("user.email", Place.field(Field.USER_EMAIL, 5));
        table.put("user.account_uuid", Place.field(Field.USER_ACCOUNT_UUID, 5));
        table.put("user.account_id", Place.field(Field.USER_ACCOUNT_ID, 5));
        table.put("user.id", Place.field(Field.USER_ID, 5));
        table.put("enduser.id", Place.copied(Field.USER_ID, 20));
        table.put("process.owner", Place.copied(Field.USER_ID, 40));
        table.put("organization.id", Place.field(Field.ORGANIZATION_ID, 5));
        table.put("workspace.host_paths", Place.field(Field.WORKSPACE_PATHS, 5));
        return Map.copyOf(table);
    }

    private static void fields(Map<String, Place> table, Field field, String... keysByRank) {
        for (var rank = 0; rank < keysByRank.length; rank++) {
            table.put(keysByRank[rank], Place.field(field, rank));
        }
    }

    private static void content(Map<String, Place> table, String name, String... keys) {
        for (var key : keys) {
            table.put(key, Place.content(name));
        }
    }
}
