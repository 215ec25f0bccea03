// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes whose meaning hangs on the event that they stand on. What they name stays an attribute too, for rules. */
final class EventAttributes {
    private static final Map<String, Meaning> SOURCE =
            Map.of("source", Meaning.of(Place.field(Field.DECISION_SOURCE, 0)));
    private static final Map<String, Meaning> PLUGIN = target("plugin.name");
    private static final Map<String, Meaning> EXTENSION = target("extension_name");
    private static final Map<String, Meaning> AGENT = target("agent_name", "agent_id");
    private static final Map<String, Meaning> MODES = Map.of(
            "to_mode", Meaning.of(Place.copied(Field.PERMISSION_MODE, 0)), "from_mode", Meaning.of(Sign.FROM_MODE));
    private static final Map<String, Meaning> HOOK =
            Map.of("hook_name", copied(Field.TARGET, 0), "hook_event", copied(Field.OPERATION, 0));

    /** By the event's name, and in it by the attribute's. */
    private static final Map<String, Map<String, Meaning>> BY_EVENT = new HashMap<>(Map.ofEntries(
            entry("user_prompt", target("command_name")),
            entry("tool_decision", SOURCE),
            entry("tool.blocked_on_user", SOURCE),
            entry("code_edit_tool.decision", SOURCE),
            entry("codex.tool_decision", SOURCE),
            entry("permission_mode_changed", MODES),
            entry("approval_mode_switch", MODES),
            entry("gemini_cli.approval_mode_switch", MODES),
            entry("mcp_server_connection", Map.of("server_name", Meaning.of(Place.field(Field.CONNECTOR, 0)))),
            entry("hook", HOOK),
            entry("hook_execution_start", HOOK),
            entry(
                    "hook_execution_complete",
                    with(HOOK, "total_duration_ms", Meaning.of(Place.field(Field.DURATION_MS, 0)))),
            entry("hook_registered", target("hook_event")),
            entry("hook_plugin_metrics", with(target("plugin_id"), "hook_event", copied(Field.OPERATION, 0))),
            entry("plugin_loaded", PLUGIN),
            entry("plugin_installed", PLUGIN),
            entry("skill_activated", target("skill.name")),
            entry("subagent_completed", target("agent_type")),
            entry("auth", Map.of("action", copied(Field.OPERATION, 0))),
            entry("retention_sweep", Map.of("result", Meaning.of(Sign.STATUS))),
            entry(
                    "api_retries_exhausted",
                    Map.of("total_retry_duration_ms", Meaning.of(Place.field(Field.DURATION_MS, 0)))),
            entry(
                    "tool",
                    Map.of(
                            "file_path", Meaning.of(Place.field(Field.TARGET, 0)),
                            "skill_name", Meaning.of(Place.field(Field.TARGET, 1)),
                            "subagent_type", Meaning.of(Place.field(Field.TARGET, 2)))),
            entry("subagent.spawn", target("subagent_type")),
            entry("bash.subprocess", target("bash_argv0")),
            entry("agent.query", Map.of("document.url", Meaning.of(Place.field(Field.TARGET, 0)))),
            entry("file.upload", Map.of("file.upload.filename", Meaning.of(Place.field(Field.TARGET, 0)))),
            entry("gemini_cli.slash_command", target("command")),
            entry("gemini_cli.file_operation", Map.of("operation", copied(Field.OPERATION, 0))),
            entry("gemini_cli.extension_install", EXTENSION),
            entry("gemini_cli.extension_uninstall", EXTENSION),
            entry("gemini_cli.extension_enable", EXTENSION),
            entry("gemini_cli.extension_disable", EXTENSION),
            entry("gemini_cli.extension_update", EXTENSION),
            entry("gemini_cli.agent.start", AGENT),
            entry("gemini_cli.agent.finish", AGENT),
            entry("gemini_cli.conversation_finished", Map.of("approvalMode", copied(Field.PERMISSION_MODE, 0))),
            entry("gen_ai.user.message", message(ContentName.PROMPT)),
            entry("gen_ai.system.message", message("gen_ai.system_instructions")),
            entry("gen_ai.assistant.message", message(ContentName.RESPONSE)),
            entry("gen_ai.choice", message(ContentName.RESPONSE)),
            entry("gen_ai.tool.message", message(ContentName.OUTPUT))));

    /** On a tool call whose conventions have one pair of names for what goes into anything and what comes out. */
    private static final Map<String, Meaning> TOOL = Map.of(
            "input.value", Meaning.of(Place.content(ContentName.TOOL_INPUT)),
            "traceloop.entity.input", Meaning.of(Place.content(ContentName.TOOL_INPUT)),
            "output.value", Meaning.of(Place.content(ContentName.OUTPUT)),
            "traceloop.entity.output", Meaning.of(Place.content(ContentName.OUTPUT)));

    private EventAttributes() {}

    /** What the attributes of this event mean otherwise than elsewhere, or null. */
    static @Nullable Map<String, Meaning> of(String event, Operation operation) {
        var table = BY_EVENT.get(event);
        return table == null && operation == Operation.TOOL ? TOOL : table;
    }

    /** What the body of the event is. */
    static String body(String event) {
        var table = BY_EVENT.get(event);
        var content = table == null ? null : table.get("content");
        return content == null || content.place() == null || content.place().content() == null
                ? ContentName.BODY
                : content.place().content();
    }

    private static Map<String, Meaning> target(String... keysByRank) {
        var table = new HashMap<String, Meaning>();
        for (var rank = 0; rank < keysByRank.length; rank++) {
            table.put(keysByRank[rank], copied(Field.TARGET, rank));
        }
        return Map.copyOf(table);
    }

    /** The message events of the older conventions say it in the body, or in one of these. */
    private static Map<String, Meaning> message(String content) {
        var meaning = Meaning.of(Place.content(content));
        return Map.of("content", meaning, "gen_ai.event.content", meaning, "message", meaning, "tool_calls", meaning);
    }

    private static Map<String, Meaning> with(Map<String, Meaning> table, String key, Meaning meaning) {
        var both = new HashMap<>(table);
        both.put(key, meaning);
        return Map.copyOf(both);
    }

    private static Meaning copied(Field field, int rank) {
        return Meaning.of(Place.copied(field, rank));
    }
}
