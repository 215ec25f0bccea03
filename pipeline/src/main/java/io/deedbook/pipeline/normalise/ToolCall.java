// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tool call that an event tells of: which connector's which operation, done to what. Reads the parameters and the
 * input of the call, which are JSON inside a string.
 */
final class ToolCall {
    private static final String SERVER = "mcp_server_name";
    private static final String TOOL = "mcp_tool_name";
    /** The whole command on a span. */
    private static final String COMMAND = "full_command";

    /** What a call is done to, the most telling first. */
    private static final List<String> TARGETS = List.of(
            COMMAND,
            "command",
            "cmd",
            "bash_command",
            "file_path",
            "notebook_path",
            "absolute_path",
            "dir_path",
            "path",
            "url",
            "uri",
            "pattern",
            "query",
            "subagent_type",
            "skill_name",
            "skill",
            "shell_id",
            "bash_id",
            "task_id",
            "code",
            "plan",
            "action");

    private static final Map<String, Integer> RANKS = ranks();
    private static final Set<String> WANTED_OF_PARAMETERS = wanted(SERVER, TOOL);
    private static final Set<String> WANTED_OF_INPUT = wanted();

    private ToolCall() {}

    /**
     * Fills connector, operation and target of a draft that has its tool's name, its parameters and its input.
     *
     * @return what the tool does
     */
    static Action fill(RecordDraft draft, Attributes attributes, Operation operation) {
        var name = draft.text(Field.TOOL_NAME);
        if (name == null) {
            return operation.action();
        }
        var parameters = strings(draft, ContentName.TOOL_PARAMETERS, WANTED_OF_PARAMETERS);
        fill(draft, Field.CONNECTOR, Tools.connector(name), parameters.get(SERVER));
        fill(draft, Field.OPERATION, Tools.operation(name), parameters.get(TOOL));
        fill(draft, Field.TARGET, draft.content().get(COMMAND), target(draft, parameters));
        var action = action(name, draft, attributes, operation);
        if (action == Action.CONNECTOR_ACCESS && !name.equals(Tools.MCP_TOOL)) {
            nameOperation(draft, name, operation);
        }
        fill(draft, Field.TARGET, connected(draft), null);
        return action;
    }

    /**
     * The tool is what the connector is asked to do; what is there of an MCP call is the protocol's word for any call.
     */
    private static void nameOperation(RecordDraft draft, String name, Operation operation) {
        if (draft.text(Field.OPERATION) == null || operation == Operation.MCP_CALL) {
            draft.put(Field.OPERATION, head(name));
        }
    }

    private static @Nullable String target(RecordDraft draft, Map<String, String> parameters) {
        if (draft.text(Field.TARGET) != null) {
            return null;
        }
        var found = new HashMap<>(strings(draft, ContentName.TOOL_INPUT, WANTED_OF_INPUT));
        found.putAll(parameters);
        String best = null;
        var rank = Integer.MAX_VALUE;
        for (var entry : found.entrySet()) {
            var own = RANKS.getOrDefault(entry.getKey(), Integer.MAX_VALUE);
            if (own < rank) {
                best = entry.getValue();
                rank = own;
            }
        }
        return best;
    }

    /** Connector and operation, where the call says nothing more of what it is done to. */
    private static @Nullable String connected(RecordDraft draft) {
        var connector = draft.text(Field.CONNECTOR);
        var operation = draft.text(Field.OPERATION);
        return connector == null || operation == null ? null : connector + '/' + operation;
    }

    /** Office agents have tools of their own, and say whose they are and what they do. */
    private static Action action(String name, RecordDraft draft, Attributes attributes, Operation operation) {
        var action = Tools.BY_NAME.get(name);
        if (action != null) {
            return action;
        } else if (name.startsWith(Tools.MCP_PREFIX)
                || operation == Operation.MCP_CALL
                || draft.text(Field.CONNECTOR) != null
                || "mcp".equals(attributes.text("tool.owner"))) {
            return Action.CONNECTOR_ACCESS;
        }
        var effect = attributes.text("tool.read_write");
        if (effect == null) {
            return Action.OTHER;
        }
        return effect.equals("read") ? Action.FILE_READ : Action.FILE_WRITE;
    }

    private static Map<String, String> strings(RecordDraft draft, String content, Set<String> wanted) {
        var json = draft.content().get(content);
        return json == null ? Map.of() : JsonHead.strings(json, wanted);
    }

    private static void fill(RecordDraft draft, Field field, @Nullable String first, @Nullable String second) {
        if (draft.text(field) == null) {
            draft.put(field, head(first != null ? first : second));
        }
    }

    private static Map<String, Integer> ranks() {
        var ranks = new HashMap<String, Integer>();
        for (var target : TARGETS) {
            ranks.put(target, ranks.size());
        }
        return ranks;
    }

    /**
     * No more than a few times what the field keeps: it is cut after redaction, because half a secret isn't recognised.
     * For the same reason the last word goes where the cut is made here.
     */
    private static @Nullable String head(@Nullable String text) {
        if (text == null || text.length() < JsonHead.STRING_CHARS_MAX) {
            return text;
        }
        var end = JsonHead.STRING_CHARS_MAX - 1;
        while (end > 0 && text.charAt(end) > ' ') {
            end--;
        }
        return end == 0 ? null : text.substring(0, end);
    }

    private static Set<String> wanted(String... names) {
        var wanted = new HashSet<>(TARGETS);
        wanted.addAll(List.of(names));
        return wanted;
    }
}
