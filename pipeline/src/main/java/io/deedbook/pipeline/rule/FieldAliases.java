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

/** The table of names that a rule may use beside those of the record: where in a record each of them is looked for. */
final class FieldAliases {
    /** The kind of event in the words of public rules. */
    static final AnyOf EVENT_TYPE = new AnyOf(List.of(new AgentEventType(), new Attribute("event_type")));

    private static final int USD_DECIMALS = 9;
    private static final int MICROS_DECIMALS = 3;

    private static final Set<String> FILE_TOOLS =
            Set.of("Read", "Write", "Edit", "MultiEdit", "NotebookEdit", "NotebookRead", "Glob", "Grep");
    private static final RecordField FILE = target(FILE_TOOLS, false, Action.FILE_READ, Action.FILE_WRITE);
    private static final RecordField URL = target(Set.of("WebFetch"), false, Action.WEB_BROWSE);
    private static final RecordField HOST = target(Set.of("WebFetch"), true, Action.WEB_BROWSE);
    private static final RecordField QUERY = target(Set.of("WebSearch"), false, Action.WEB_SEARCH);

    static final Map<String, List<RecordField>> TABLE = new FieldAliases().table();

    private final Map<String, List<RecordField>> table = new HashMap<>();

    private FieldAliases() {}

    private Map<String, List<RecordField>> table() {
        columns();
        contents();
        virtual();
        return Map.copyOf(table);
    }

    /** Attributes that have a column, on some events at least: on others they stay attributes. */
    private void columns() {
        column(Field.SEQUENCE, "event.sequence");
        column(Field.AGENT_ID, "service.name");
        column(Field.AGENT_VERSION, "service.version");
        column(Field.TOOL_NAME, "tool_name", "gen_ai.tool.name");
        column(Field.CONNECTOR, "mcp_server_name", "mcp_server.name", "server_name", "anthropic.mcp.server.name");
        column(Field.OPERATION, "mcp_tool_name", "mcp_tool.name");
        column(Field.DECISION, "decision", "decision_type", "tool.accept_decision");
        column(Field.DECISION_SOURCE, "decision_source", "source");
        column(Field.PERMISSION_MODE, "permission_mode");
        column(
                Field.DURATION_MS,
                "duration_ms",
                "interaction.duration_ms",
                "total_duration_ms",
                "total_retry_duration_ms");
        column(Field.USER_EMAIL, "user.email");
        column(Field.USER_ACCOUNT_UUID, "user.account_uuid");
        column(Field.USER_ACCOUNT_ID, "user.account_id");
        column(Field.USER_ID, "user.id", "enduser.id", "process.owner");
        column(Field.ORGANIZATION_ID, "organization.id");
        column(Field.WORKSPACE_PATHS, "workspace.host_paths");
        column(Field.SESSION_ID, "session.id", "gen_ai.conversation.id");
        column(Field.PROMPT_ID, "prompt.id");
        column(Field.MODEL, "model", "gen_ai.request.model", "gen_ai.response.model", "agent.selected_model");
        column(Field.INPUT_TOKENS, "input_tokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens");
        column(Field.OUTPUT_TOKENS, "output_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens");
        column(Field.CACHE_READ_TOKENS, "cache_read_tokens", "gen_ai.usage.cache_read.input_tokens");
        column(Field.CACHE_CREATION_TOKENS, "cache_creation_tokens", "gen_ai.usage.cache_creation.input_tokens");
        column(Field.REQUEST_ID, "request_id", "gen_ai.response.id");
    }

    /** Attributes that are content. */
    private void contents() {
        content(ContentName.PROMPT, "prompt", "user_prompt", "user.message", "gen_ai.prompt", "gen_ai.input.messages");
        content(
                ContentName.RESPONSE,
                "response",
                "response.model_output",
                "gen_ai.completion",
                "gen_ai.output.messages");
        content(ContentName.TOOL_PARAMETERS, "tool_parameters");
        content(ContentName.TOOL_INPUT, "tool_input", "tool.input", "gen_ai.tool.call.arguments");
        content(ContentName.OUTPUT, "output", "tool.output", "gen_ai.tool.call.result");
        content(ContentName.ERROR, "error", "error.message");
        content(ContentName.BODY, "body");
        content(ContentName.STATUS_MESSAGE, "status.message");
        table.put("prompt_text", List.of(new Content(ContentName.PROMPT_TEXT), new Content(ContentName.PROMPT)));
        table.put(
                "diff", List.of(new Attribute("diff"), new Content("diff"), new Content(ContentName.OUTPUT + ".diff")));
    }

    /** What stands in no one place of the record, and what authors of Sigma rules expect. */
    private void virtual() {
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
        table.put(FieldNames.IMAGE, List.of(new RecordField.Program()));
        table.put(
                "arguments",
                List.of(
                        new Content(ContentName.TOOL_INPUT),
                        new Content(ContentName.TOOL_PARAMETERS),
                        new Attribute("arguments")));
        table.put("query", List.of(QUERY, new Attribute("query")));
        named("skill_name", target(Set.of("Skill"), Set.of()));
        named("subagent_type", target(Set.of("Agent", "Task"), Set.of()));
        named("document.url", target(Set.of(), Set.of("agent.query")));
        named("file.upload.filename", target(Set.of(), Set.of("file.upload")));
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
    private void named(String name, RecordField target) {
        table.put(
                name,
                List.of(
                        target,
                        new Attribute(name),
                        new Content(name),
                        new Member(ContentName.TOOL_PARAMETERS, List.of(name))));
    }

    private void column(Field field, String... names) {
        for (var name : names) {
            table.put(name, List.of(new Column(field), new Attribute(name)));
        }
    }

    private void content(String content, String... names) {
        for (var name : names) {
            var fields = new ArrayList<RecordField>(List.of(new Content(content)));
            if (!name.equals(content)) {
                fields.add(new Content(name));
            }
            fields.add(new Attribute(name));
            table.put(name, List.copyOf(fields));
        }
    }

    private static RecordField target(Set<String> tools, boolean hostOnly, Action... actions) {
        var names = Arrays.stream(actions).map(Action::wireName).collect(Collectors.toSet());
        return new TargetOf(names, tools, Set.of(), hostOnly);
    }

    private static RecordField target(Set<String> tools, Set<String> events) {
        return new TargetOf(Set.of(), tools, events, false);
    }
}
