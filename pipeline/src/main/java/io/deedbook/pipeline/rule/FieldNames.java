// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RecordField.AnyOf;
import io.deedbook.pipeline.rule.RecordField.Attribute;
import io.deedbook.pipeline.rule.RecordField.Column;
import io.deedbook.pipeline.rule.RecordField.Command;
import io.deedbook.pipeline.rule.RecordField.Content;
import io.deedbook.pipeline.rule.RecordField.Member;
import io.deedbook.pipeline.rule.RecordField.TargetOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a field name in a rule means: a record's JSON name, a virtual field, or the name of an attribute as the clients send
 * it, which works unchanged whether it has a column, is content, or stayed an attribute.
 */
public final class FieldNames {
    /** What rules about processes call the program, of which a record knows the name only. */
    static final String IMAGE = "Image";

    /** The kind of event in the words of public rules. */
    static final AnyOf EVENT_TYPE = new AnyOf(List.of(new AgentEventType(), new Attribute("event_type")));

    private static final String CONTENT_PREFIX = "content.";
    private static final String ATTRIBUTES_PREFIX = "attributes.";
    private static final int PATH_NAMES_MAX = 8;
    private static final int USD_DECIMALS = 9;
    private static final int MICROS_DECIMALS = 3;

    /** What the judgement sets: rules can't ask for it, controls can. */
    private static final Set<Field> JUDGED = Set.of(Field.RISK, Field.RULES);

    /** What is set after the judgement. */
    private static final Set<Field> NOT_YET_KNOWN = Set.of(Field.CONTROLS);

    private static final Set<String> FILE_TOOLS =
            Set.of("Read", "Write", "Edit", "MultiEdit", "NotebookEdit", "NotebookRead", "Glob", "Grep");
    private static final RecordField FILE = target(FILE_TOOLS, false, Action.FILE_READ, Action.FILE_WRITE);
    private static final RecordField URL = target(Set.of("WebFetch"), false, Action.WEB_BROWSE);
    private static final RecordField HOST = target(Set.of("WebFetch"), true, Action.WEB_BROWSE);
    private static final RecordField QUERY = target(Set.of("WebSearch"), false, Action.WEB_SEARCH);

    /** Prefixes of the members of JSON that stands in content. */
    private static final Map<String, String> JSON_CONTENT = Map.of(
            "tool_parameters.", ContentName.TOOL_PARAMETERS,
            "toolParameters.", ContentName.TOOL_PARAMETERS,
            "tool_input.", ContentName.TOOL_INPUT,
            "toolInput.", ContentName.TOOL_INPUT,
            "tool.input.", ContentName.TOOL_INPUT);

    /** Prefixes of what resources tell. */
    private static final List<String> RESOURCE_PREFIXES = List.of("host.", "os.");

    private static final Map<String, List<RecordField>> ALIASES = aliases();

    private FieldNames() {}

    /**
     * The field of this name, or null when there is none.
     *
     * @param afterRules whether the rules' own results may be asked for, as in controls
     */
    static @Nullable RecordField resolve(String name, boolean afterRules) {
        var field = Field.named(name);
        if (field != null && !known(field, afterRules)) {
            return null;
        }
        if (name.equals("tags")) {
            return afterRules ? new RecordField.RuleTags() : null;
        }
        if (field != null && !ALIASES.containsKey(name)) {
            return new Column(field);
        }
        if (name.startsWith(ATTRIBUTES_PREFIX)) {
            return name.length() == ATTRIBUTES_PREFIX.length()
                    ? null
                    : new Attribute(name.substring(ATTRIBUTES_PREFIX.length()));
        }
        if (name.startsWith(CONTENT_PREFIX)) {
            return name.length() == CONTENT_PREFIX.length()
                    ? null
                    : new Content(name.substring(CONTENT_PREFIX.length()));
        }
        var alias = ALIASES.get(name);
        return alias != null ? anyOf(alias) : raw(name);
    }

    /** Whether somebody is known to send the field, so that it is no slip of the pen. */
    static boolean isKnown(String name) {
        return ALIASES.containsKey(name)
                || Field.named(name) != null
                || name.equals("tags")
                || name.startsWith(ATTRIBUTES_PREFIX)
                || name.startsWith(CONTENT_PREFIX)
                || ClientAttributes.contains(name)
                || member(name) != null;
    }

    /** The column of this name, under its own name or the one that the clients send, or null when there is none. */
    public static @Nullable Field column(String name) {
        var field = Field.named(name);
        if (field != null) {
            return field;
        }
        var resolved = resolve(name, true);
        return resolved == null ? null : column(resolved);
    }

    /** The column that a field is, or is among others; null when it has none. */
    static @Nullable Field column(RecordField field) {
        if (field instanceof Column column) {
            return column.field();
        }
        if (field instanceof AnyOf anyOf) {
            for (var one : anyOf.fields()) {
                if (one instanceof Column column) {
                    return column.field();
                }
            }
        }
        return null;
    }

    private static boolean known(Field field, boolean afterRules) {
        return !NOT_YET_KNOWN.contains(field) && (afterRules || !JUDGED.contains(field));
    }

    /** An attribute that has no field: those of one word have to be known, because others are slips of the pen. */
    private static @Nullable RecordField raw(String name) {
        var member = member(name);
        if (member != null) {
            return member;
        }
        if (RESOURCE_PREFIXES.stream().anyMatch(name::startsWith)) {
            return new AnyOf(List.of(new Attribute(name), new Content(name), new RecordField.Resource(name)));
        }
        return ClientAttributes.contains(name) || name.indexOf('_') > 0 || name.indexOf('.') > 0
                ? new AnyOf(List.of(new Attribute(name), new Content(name)))
                : null;
    }

    private static @Nullable RecordField member(String name) {
        for (var prefix : JSON_CONTENT.entrySet()) {
            if (name.startsWith(prefix.getKey())
                    && name.length() > prefix.getKey().length()) {
                var path = name.substring(prefix.getKey().length()).split("\\.", PATH_NAMES_MAX);
                return new Member(prefix.getValue(), List.of(path));
            }
        }
        return null;
    }

    private static RecordField anyOf(List<RecordField> fields) {
        return fields.size() == 1 ? fields.get(0) : new AnyOf(fields);
    }

    private static RecordField target(Set<String> tools, boolean hostOnly, Action... actions) {
        var names = Arrays.stream(actions).map(Action::wireName).collect(Collectors.toSet());
        return new TargetOf(names, tools, Set.of(), hostOnly);
    }

    private static RecordField target(Set<String> tools, Set<String> events) {
        return new TargetOf(Set.of(), tools, events, false);
    }

    private static Map<String, List<RecordField>> aliases() {
        var table = new HashMap<String, List<RecordField>>();
        columns(table);
        contents(table);
        virtual(table);
        return Map.copyOf(table);
    }

    /** Attributes that have a column, on some events at least: on others they stay attributes. */
    private static void columns(Map<String, List<RecordField>> table) {
        column(table, Field.SEQUENCE, "event.sequence");
        column(table, Field.AGENT_ID, "service.name");
        column(table, Field.AGENT_VERSION, "service.version");
        column(table, Field.TOOL_NAME, "tool_name", "gen_ai.tool.name");
        column(
                table,
                Field.CONNECTOR,
                "mcp_server_name",
                "mcp_server.name",
                "server_name",
                "anthropic.mcp.server.name");
        column(table, Field.OPERATION, "mcp_tool_name", "mcp_tool.name");
        column(table, Field.DECISION, "decision", "decision_type", "tool.accept_decision");
        column(table, Field.DECISION_SOURCE, "decision_source", "source");
        column(table, Field.PERMISSION_MODE, "permission_mode");
        column(
                table,
                Field.DURATION_MS,
                "duration_ms",
                "interaction.duration_ms",
                "total_duration_ms",
                "total_retry_duration_ms");
        column(table, Field.USER_EMAIL, "user.email");
        column(table, Field.USER_ACCOUNT_UUID, "user.account_uuid");
        column(table, Field.USER_ACCOUNT_ID, "user.account_id");
        column(table, Field.USER_ID, "user.id", "enduser.id", "process.owner");
        column(table, Field.ORGANIZATION_ID, "organization.id");
        column(table, Field.WORKSPACE_PATHS, "workspace.host_paths");
        column(table, Field.SESSION_ID, "session.id", "gen_ai.conversation.id");
        column(table, Field.PROMPT_ID, "prompt.id");
        column(table, Field.MODEL, "model", "gen_ai.request.model", "gen_ai.response.model", "agent.selected_model");
        column(table, Field.INPUT_TOKENS, "input_tokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens");
        column(
                table,
                Field.OUTPUT_TOKENS,
                "output_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.completion_tokens");
        column(table, Field.CACHE_READ_TOKENS, "cache_read_tokens", "gen_ai.usage.cache_read.input_tokens");
        column(table, Field.CACHE_CREATION_TOKENS, "cache_creation_tokens", "gen_ai.usage.cache_creation.input_tokens");
        column(table, Field.REQUEST_ID, "request_id", "gen_ai.response.id");
    }

    /** Attributes that are content. */
    private static void contents(Map<String, List<RecordField>> table) {
        content(
                table,
                ContentName.PROMPT,
                "prompt",
                "user_prompt",
                "user.message",
                "gen_ai.prompt",
                "gen_ai.input.messages");
        content(
                table,
                ContentName.RESPONSE,
                "response",
                "response.model_output",
                "gen_ai.completion",
                "gen_ai.output.messages");
        content(table, ContentName.TOOL_PARAMETERS, "tool_parameters");
        content(table, ContentName.TOOL_INPUT, "tool_input", "tool.input", "gen_ai.tool.call.arguments");
        content(table, ContentName.OUTPUT, "output", "tool.output", "gen_ai.tool.call.result");
        content(table, ContentName.ERROR, "error", "error.message");
        content(table, ContentName.BODY, "body");
        content(table, ContentName.STATUS_MESSAGE, "status.message");
        table.put("prompt_text", List.of(new Content(ContentName.PROMPT_TEXT), new Content(ContentName.PROMPT)));
        table.put(
                "diff", List.of(new Attribute("diff"), new Content("diff"), new Content(ContentName.OUTPUT + ".diff")));
    }

    /** What stands in no one place of the record, and what authors of Sigma rules expect. */
    private static void virtual(Map<String, List<RecordField>> table) {
        table.put("content", List.of(new RecordField.AnyContent(), new Attribute("content")));
        table.put("pii", List.of(new RecordField.Pii()));
        table.put("pii.category", List.of(new RecordField.PiiCategory()));
        table.put("command.simple", List.of(new RecordField.SimpleCommand()));
        for (var name : List.of("command", "full_command", "bash_command", "CommandLine")) {
            table.put(name, List.of(new Command(), new Attribute(name)));
        }
        // The first word alone from some clients; whoever asks for it means the command.
        for (var name : List.of("tool_parameters.bash_command", "toolParameters.bash_command")) {
            table.put(name, List.of(new Member(ContentName.TOOL_PARAMETERS, List.of("bash_command")), new Command()));
        }
        for (var name : List.of("file_path", "TargetFilename")) {
            table.put(
                    name,
                    List.of(
                            FILE,
                            new Attribute("file_path"),
                            new Content("file_path"),
                            new Member(ContentName.TOOL_INPUT, List.of("file_path"))));
        }
        for (var name : List.of("url", "c-uri", "url.full")) {
            table.put(name, List.of(URL, new Attribute("url"), new Attribute("url.full")));
        }
        for (var name : List.of("DestinationHostname", "cs-host", "r-dns")) {
            table.put(name, List.of(HOST, new Attribute("server.address")));
        }
        table.put("tool", List.of(new Column(Field.TOOL_NAME), new Attribute("tool"), new Content("tool")));
        table.put(IMAGE, List.of(new RecordField.Program()));
        table.put(
                "arguments",
                List.of(
                        new Content(ContentName.TOOL_INPUT),
                        new Content(ContentName.TOOL_PARAMETERS),
                        new Attribute("arguments")));
        table.put("query", List.of(QUERY, new Attribute("query")));
        named(table, "skill_name", target(Set.of("Skill"), Set.of()));
        named(table, "subagent_type", target(Set.of("Agent", "Task"), Set.of()));
        named(table, "document.url", target(Set.of(), Set.of("agent.query")));
        named(table, "file.upload.filename", target(Set.of(), Set.of("file.upload")));
        table.put(
                "message",
                List.of(
                        new Content(ContentName.PROMPT),
                        new Content(ContentName.PROMPT_TEXT),
                        new Content(ContentName.RESPONSE),
                        new Attribute("message")));
        table.put("event_type", EVENT_TYPE.fields());
        table.put("receivedAt", List.of(new RecordField.Time(true)));
        for (var name : List.of("occurredAt", "event.timestamp")) {
            table.put(name, List.of(new RecordField.Time(false)));
        }
        for (var name : List.of("event.name", "event_name")) {
            table.put(name, List.of(new RecordField.EventNames(), new Attribute(name)));
        }
        for (var name : List.of("success", "tool.success", "compaction.success", "file.upload.success")) {
            table.put(name, List.of(new RecordField.Success(), new Attribute(name)));
        }
        for (var name : List.of("cost_usd", "costUsd")) {
            table.put(name, List.of(new RecordField.Cost(USD_DECIMALS), new Attribute(name)));
        }
        table.put("cost_usd_micros", List.of(new RecordField.Cost(MICROS_DECIMALS), new Attribute("cost_usd_micros")));
    }

    /** What stands in the target of some events, and under its own name on others. */
    private static void named(Map<String, List<RecordField>> table, String name, RecordField target) {
        table.put(
                name,
                List.of(
                        target,
                        new Attribute(name),
                        new Content(name),
                        new Member(ContentName.TOOL_PARAMETERS, List.of(name))));
    }

    private static void column(Map<String, List<RecordField>> table, Field field, String... names) {
        for (var name : names) {
            table.put(name, List.of(new Column(field), new Attribute(name)));
        }
    }

    private static void content(Map<String, List<RecordField>> table, String content, String... names) {
        for (var name : names) {
            var fields = new ArrayList<RecordField>(List.of(new Content(content)));
            if (!name.equals(content)) {
                fields.add(new Content(name));
            }
            fields.add(new Attribute(name));
            table.put(name, List.copyOf(fields));
        }
    }
}
