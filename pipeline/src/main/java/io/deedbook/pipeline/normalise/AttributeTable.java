// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which attribute fills which field, which is content, and which tells something else. What is not in it stays among
 * the attributes. One look-up tells all of an attribute; it is what normalising does most often.
 */
final class AttributeTable {
    /** On metric points: no measures and no usage, which the events that the points count have already. */
    private static final Map<String, Meaning> COMMON = common();
    /** On what is not to be counted: measures, but no tokens and no cost. */
    private static final Map<String, Meaning> MEASURED = with(COMMON, measures());
    /** On what is counted. */
    private static final Map<String, Meaning> COUNTED = with(MEASURED, usage());
    /** On the resource: asserted for the whole process, so the event's own word comes first. */
    private static final Map<String, Place> RESOURCE = resource();

    private final Map<String, Meaning> general;
    private final @Nullable Map<String, Meaning> special;

    private AttributeTable(Map<String, Meaning> general, @Nullable Map<String, Meaning> special) {
        this.general = general;
        this.special = special;
    }

    /**
     * The table for the attributes of one event.
     *
     * @param counts whether tokens and cost of the event are to be counted
     */
    static AttributeTable of(Signal signal, String event, Operation operation, boolean counts) {
        var general = signal == Signal.METRICS ? COMMON : counts ? COUNTED : MEASURED;
        return new AttributeTable(general, EventAttributes.of(event, operation));
    }

    /** What the name of an attribute tells, or null when it isn't known. */
    @Nullable
    Meaning meaning(String key) {
        if (special != null) {
            var meaning = special.get(key);
            if (meaning != null) {
                return meaning;
            }
        }
        return general.get(key);
    }

    /** Where the attribute {@code key} of a resource belongs, or null. */
    static @Nullable Place ofResource(String key) {
        return RESOURCE.get(key);
    }

    /** The content that the attribute {@code key} is wherever it stands, or null. */
    static @Nullable String content(String key) {
        var meaning = COMMON.get(key);
        return meaning == null || meaning.place() == null
                ? null
                : meaning.place().content();
    }

    private static Map<String, Meaning> common() {
        var table = new HashMap<String, Meaning>(1_024);
        PlainAttributes.NAMES.forEach(name -> table.put(name, Meaning.PLAIN));
        identity(table);
        action(table);
        content(table);
        signs(table);
        return table;
    }

    private static void identity(Map<String, Meaning> table) {
        fields(table, Field.SESSION_ID, "session.id", "gen_ai.conversation.id", "conversation.id");
        fields(table, Field.PROMPT_ID, "prompt.id", "prompt_id");
        fields(table, Field.SEQUENCE, "event.sequence");
        fields(table, Field.USER_EMAIL, "user.email", "actor.email_address");
        fields(table, Field.USER_ACCOUNT_UUID, "user.account_uuid");
        fields(table, Field.USER_ACCOUNT_ID, "user.account_id", "actor.user_id");
        fields(table, Field.USER_ID, "user.id");
        copied(table, Field.USER_ID, 10, "enduser.id");
        copied(table, Field.USER_ID, 30, "process.owner");
        copied(table, Field.USER_ID, 35, "installation.id");
        fields(table, Field.ORGANIZATION_ID, "organization.id", "organization_uuid", "organization_id");
        fields(table, Field.WORKSPACE_PATHS, "workspace.host_paths");
        copied(table, Field.AGENT_ID, 10, "gen_ai.agent.name");
        copied(table, Field.AGENT_ID, 11, "gen_ai.agent.id");
        copied(table, Field.AGENT_VERSION, 10, "gen_ai.agent.version");
    }

    private static void action(Map<String, Meaning> table) {
        fields(table, Field.TOOL_NAME, "tool_name", "gen_ai.tool.name", "function_name", "tool.name", "mcp.tool.name");
        fields(
                table,
                Field.CONNECTOR,
                "mcp_server.name",
                "anthropic.mcp.server.name",
                "mcp_server_name",
                "mcp_server",
                "mcp.server.name");
        fields(table, Field.OPERATION, "mcp_tool.name", "mcp_tool_name");
        copied(table, Field.OPERATION, 10, "mcp.method.name");
        fields(table, Field.TARGET, "mcp.resource.uri");
        fields(table, Field.DECISION, "decision", "decision_type", "tool.accept_decision");
        fields(table, Field.DECISION_SOURCE, "decision_source");
        fields(table, Field.PERMISSION_MODE, "permission_mode");
        copied(table, Field.PERMISSION_MODE, 10, "active_approval_mode");
        copied(table, Field.PERMISSION_MODE, 11, "approval_mode");
        copied(table, Field.PERMISSION_MODE, 12, "approval_policy");
        fields(
                table,
                Field.MODEL,
                "model",
                "gen_ai.request.model",
                "gen_ai.response.model",
                "agent.selected_model",
                "llm.model_name",
                "llm.request.model_name",
                "llm.response.model_name");
        fields(table, Field.REQUEST_ID, "request_id", "gen_ai.response.id", "auth.request_id");
    }

    private static void content(Map<String, Meaning> table) {
        content(
                table,
                ContentName.PROMPT,
                "prompt",
                "user_prompt",
                "user.message",
                "gen_ai.prompt",
                "gen_ai.prompt_json",
                "gen_ai.input.messages",
                "input.value",
                "traceloop.entity.input",
                "request_text");
        content(table, ContentName.PROMPT_TEXT, "prompt_text");
        content(
                table,
                ContentName.RESPONSE,
                "response",
                "response.model_output",
                "gen_ai.completion",
                "gen_ai.completion_json",
                "gen_ai.output.messages",
                "output.value",
                "traceloop.entity.output",
                "response_text");
        content(table, ContentName.TOOL_PARAMETERS, "tool_parameters");
        content(
                table,
                ContentName.TOOL_INPUT,
                "tool_input",
                "tool.input",
                "gen_ai.tool.call.arguments",
                "tool.parameters",
                "function_args",
                "arguments");
        content(table, ContentName.OUTPUT, "tool.output", "gen_ai.tool.call.result", "output");
        content(table, ContentName.ERROR, "error", "error.message", "error_message");
        content(table, ContentName.BODY, "body");
        content(table, "gen_ai.tool.definitions", "gen_ai.tool.definitions", "llm.tools");
        for (var own : new String[] {
            "body_ref",
            "document.content",
            "embedding.text",
            "exception.message",
            "exception.stacktrace",
            "full_command",
            "gen_ai.evaluation.explanation",
            "gen_ai.memory.query.text",
            "gen_ai.memory.records",
            "gen_ai.retrieval.documents",
            "gen_ai.retrieval.query.text",
            "gen_ai.system_instructions",
            "hook_definitions",
            "llm.function_call",
            "managed_settings.settings",
            "mcp.servers",
            "new_context",
            "routing.error_message",
            "system_prompt",
            "system_prompt_preview",
            "system_reminders",
            "tool",
            "vcs.ref.head.name"
        }) {
            content(table, own, own);
        }
    }

    private static void signs(Map<String, Meaning> table) {
        sign(table, Sign.NAME, EventName.KEY);
        sign(table, Sign.TIME, Times.KEY);
        sign(table, Sign.SUCCESS, "success", "tool.success", "compaction.success", "file.upload.success");
        sign(
                table,
                Sign.ERROR,
                "error",
                "error.message",
                "error_message",
                "error_type",
                "error.type",
                "error_class",
                "error_code",
                "error_category",
                "error.name",
                "tool.error_type",
                "error_name");
        sign(table, Sign.STATUS, "status");
        sign(table, Sign.STATUS_CODE, "status_code", "http.response.status_code", "http.status_code");
        sign(table, Sign.BLOCKED, "num_blocking");
        sign(table, Sign.FAILED, "num_non_blocking_error", "error_count");
        sign(table, Sign.DONE, "num_success");
        sign(table, Sign.LIMITED, "user.message", "tool.input", "tool.output");
        sign(table, Sign.CUT_JSON, "tool_input");
        length(table, ContentName.PROMPT, "prompt_length", "user_prompt_length");
        length(table, ContentName.RESPONSE, "response_length");
        length(table, ContentName.BODY, "body_length");
        length(table, ContentName.OUTPUT, "tool.output_chars");
        length(table, ContentName.TOOL_INPUT, "tool_input_size_bytes");
        length(table, "system_prompt", "system_prompt_length");
        sign(
                table,
                Sign.CUT,
                "body_truncated",
                "system_prompt_truncated",
                "tool_truncated",
                "managed_settings.settings_truncated");
    }

    private static Map<String, Meaning> measures() {
        var table = new HashMap<String, Meaning>();
        fields(table, Field.DURATION_MS, "duration_ms", "interaction.duration_ms");
        return table;
    }

    private static Map<String, Meaning> usage() {
        var table = new HashMap<String, Meaning>();
        fields(
                table,
                Field.INPUT_TOKENS,
                "input_tokens",
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.prompt_tokens",
                "llm.token_count.prompt",
                "input_token_count");
        fields(
                table,
                Field.OUTPUT_TOKENS,
                "output_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.completion_tokens",
                "llm.token_count.completion",
                "output_token_count");
        fields(
                table,
                Field.CACHE_READ_TOKENS,
                "cache_read_tokens",
                "gen_ai.usage.cache_read.input_tokens",
                "gen_ai.usage.cache_read_input_tokens",
                "llm.token_count.prompt_details.cache_read",
                "cached_token_count",
                "cached_content_token_count");
        fields(
                table,
                Field.CACHE_CREATION_TOKENS,
                "cache_creation_tokens",
                "gen_ai.usage.cache_creation.input_tokens",
                "gen_ai.usage.cache_creation_input_tokens",
                "llm.token_count.prompt_details.cache_write");
        fields(
                table,
                Field.COST_USD_NANOS,
                Cost.MICROS,
                Cost.USD,
                "gen_ai.usage.cost",
                "gen_ai.cost.total_cost",
                "litellm.cost.total",
                "llm.cost.total");
        return table;
    }

    private static Map<String, Place> resource() {
        var table = new HashMap<String, Place>();
        table.put("service.name", Place.field(Field.AGENT_ID, 0));
        table.put("service.version", Place.field(Field.AGENT_VERSION, 0));
        table.put("session.id", Place.field(Field.SESSION_ID, 5));
        table.put("user.email", Place.field(Field.USER_EMAIL, 5));
        table.put("user.account_uuid", Place.field(Field.USER_ACCOUNT_UUID, 5));
        table.put("user.account_id", Place.field(Field.USER_ACCOUNT_ID, 5));
        table.put("user.id", Place.field(Field.USER_ID, 5));
        table.put("enduser.id", Place.copied(Field.USER_ID, 20));
        table.put("process.owner", Place.copied(Field.USER_ID, 40));
        table.put("organization.id", Place.field(Field.ORGANIZATION_ID, 5));
        table.put("workspace.host_paths", Place.field(Field.WORKSPACE_PATHS, 5));
        return table;
    }

    private static Map<String, Meaning> with(Map<String, Meaning> table, Map<String, Meaning> more) {
        var both = new HashMap<>(table);
        both.putAll(more);
        return both;
    }

    private static void fields(Map<String, Meaning> table, Field field, String... keysByRank) {
        for (var rank = 0; rank < keysByRank.length; rank++) {
            table.put(keysByRank[rank], Meaning.of(Place.field(field, rank)));
        }
    }

    private static void copied(Map<String, Meaning> table, Field field, int rank, String key) {
        table.put(key, Meaning.of(Place.copied(field, rank)));
    }

    private static void content(Map<String, Meaning> table, String name, String... keys) {
        for (var key : keys) {
            table.put(key, Meaning.of(Place.content(name)));
        }
    }

    private static void sign(Map<String, Meaning> table, Sign sign, String... keys) {
        for (var key : keys) {
            table.put(key, table.getOrDefault(key, Meaning.PLAIN).with(sign));
        }
    }

    private static void length(Map<String, Meaning> table, String content, String... keys) {
        for (var key : keys) {
            table.put(key, Meaning.lengthOf(content));
        }
    }
}
