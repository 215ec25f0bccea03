// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RecordField.AnyOf;
import io.deedbook.pipeline.rule.RecordField.Attribute;
import io.deedbook.pipeline.rule.RecordField.Column;
import io.deedbook.pipeline.rule.RecordField.Command;
import io.deedbook.pipeline.rule.RecordField.Content;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a field name in a rule means: a record's JSON name, a virtual field, or the name of an attribute as the clients send
 * it, which works unchanged whether it has a column, is content, or stayed an attribute.
 */
public final class FieldNames {
    private static final String CONTENT_PREFIX = "content.";
    private static final String ATTRIBUTES_PREFIX = "attributes.";

    /** What the judgement sets: rules can't ask for it, controls can. */
    private static final Set<Field> JUDGED = Set.of(Field.RISK, Field.RULES);

    /** What is set after the judgement. */
    private static final Set<Field> NOT_YET_KNOWN = Set.of(Field.CONTROLS);

    private static final Map<String, Field> COLUMNS = Map.ofEntries(
            Map.entry("event.name", Field.EVENT),
            Map.entry("event_name", Field.EVENT),
            Map.entry("event.sequence", Field.SEQUENCE),
            Map.entry("service.name", Field.AGENT_ID),
            Map.entry("service.version", Field.AGENT_VERSION),
            Map.entry("tool_name", Field.TOOL_NAME),
            Map.entry("mcp_server_name", Field.CONNECTOR),
            Map.entry("mcp_server.name", Field.CONNECTOR),
            Map.entry("mcp_tool_name", Field.OPERATION),
            Map.entry("mcp_tool.name", Field.OPERATION),
            Map.entry("file_path", Field.TARGET),
            Map.entry("decision_source", Field.DECISION_SOURCE),
            Map.entry("permission_mode", Field.PERMISSION_MODE),
            Map.entry("to_mode", Field.PERMISSION_MODE),
            Map.entry("duration_ms", Field.DURATION_MS),
            Map.entry("user.email", Field.USER_EMAIL),
            Map.entry("user.account_uuid", Field.USER_ACCOUNT_UUID),
            Map.entry("user.account_id", Field.USER_ACCOUNT_ID),
            Map.entry("user.id", Field.USER_ID),
            Map.entry("organization.id", Field.ORGANIZATION_ID),
            Map.entry("workspace.host_paths", Field.WORKSPACE_PATHS),
            Map.entry("session.id", Field.SESSION_ID),
            Map.entry("prompt.id", Field.PROMPT_ID),
            Map.entry("input_tokens", Field.INPUT_TOKENS),
            Map.entry("output_tokens", Field.OUTPUT_TOKENS),
            Map.entry("cache_read_tokens", Field.CACHE_READ_TOKENS),
            Map.entry("cache_creation_tokens", Field.CACHE_CREATION_TOKENS),
            Map.entry("request_id", Field.REQUEST_ID));

    private static final Map<String, String> CONTENT = Map.of(
            "prompt", ContentName.PROMPT,
            "response", ContentName.RESPONSE,
            "tool_parameters", ContentName.TOOL_PARAMETERS,
            "tool_input", ContentName.TOOL_INPUT,
            "output", ContentName.OUTPUT,
            "error", ContentName.ERROR,
            "body", ContentName.BODY,
            "status.message", ContentName.STATUS_MESSAGE);

    /** Attributes of one word; those with a dot or an underscore are known by that. */
    private static final Set<String> ONE_WORD = Set.of(
            "action",
            "attempt",
            "category",
            "effort",
            "mentionType",
            "source",
            "speed",
            "status",
            "success",
            "trigger");

    private FieldNames() {}

    /**
     * The field of this name, or null when there is none.
     *
     * @param afterRules whether the rules' own results may be asked for, as in controls
     */
    static @Nullable RecordField resolve(String name, boolean afterRules) {
        var field = Field.named(name);
        if (field != null) {
            return known(field, afterRules) ? new Column(field) : null;
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
        return switch (name) {
            case "content" -> new RecordField.AnyContent();
            case "pii" -> new RecordField.Pii();
            case "pii.category" -> new RecordField.PiiCategory();
            case "command", "full_command", "bash_command" -> new Command();
            case "prompt_text" ->
                new AnyOf(List.of(new Content(ContentName.PROMPT_TEXT), new Content(ContentName.PROMPT)));
            case "tags" -> afterRules ? new RecordField.RuleTags() : null;
            default -> raw(name);
        };
    }

    /** The column of this name, under its own name or the one that the clients send, or null when there is none. */
    public static @Nullable Field column(String name) {
        var field = Field.named(name);
        return field == null ? COLUMNS.get(name) : field;
    }

    private static boolean known(Field field, boolean afterRules) {
        return !NOT_YET_KNOWN.contains(field) && (afterRules || !JUDGED.contains(field));
    }

    private static @Nullable RecordField raw(String name) {
        var field = COLUMNS.get(name);
        if (field != null) {
            return new AnyOf(List.of(new Column(field), new Attribute(name)));
        }
        var content = CONTENT.get(name);
        if (content != null) {
            return new AnyOf(List.of(new Content(content), new Attribute(name)));
        }
        if (ONE_WORD.contains(name) || name.indexOf('_') > 0 || name.indexOf('.') > 0) {
            return new AnyOf(List.of(new Attribute(name), new Content(name)));
        }
        return null;
    }
}
