// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tool call that an event tells of: which connector's which operation, done to what. Reads the parameters and the input
 * of the call, which are JSON inside a string.
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
            "bash_command",
            "file_path",
            "notebook_path",
            "path",
            "url",
            "uri",
            "pattern",
            "query",
            "subagent_type",
            "skill_name",
            "skill");

    private static final Set<String> WANTED_OF_PARAMETERS = wanted(SERVER, TOOL);
    private static final Set<String> WANTED_OF_INPUT = Set.copyOf(TARGETS);

    private ToolCall() {}

    /**
     * Fills connector, operation and target of a draft that has its tool's name, its parameters and its input.
     *
     * @return what the tool does
     */
    static Action fill(RecordDraft draft, Attributes attributes) {
        var name = draft.text(Field.TOOL_NAME);
        if (name == null) {
            return Action.OTHER;
        }
        var parameters = strings(draft, ContentName.TOOL_PARAMETERS, WANTED_OF_PARAMETERS);
        fill(draft, Field.CONNECTOR, Tools.connector(name), parameters.get(SERVER));
        fill(draft, Field.OPERATION, Tools.operation(name), parameters.get(TOOL));
        fill(draft, Field.TARGET, draft.content().get(COMMAND), target(draft, parameters));
        return action(name, draft, attributes);
    }

    private static @Nullable String target(RecordDraft draft, Map<String, String> parameters) {
        var input = strings(draft, ContentName.TOOL_INPUT, WANTED_OF_INPUT);
        for (var key : TARGETS) {
            var target = parameters.getOrDefault(key, input.get(key));
            if (target != null) {
                return target;
            }
        }
        return null;
    }

    /** Office agents have tools of their own, and say whose they are and what they do. */
    private static Action action(String name, RecordDraft draft, Attributes attributes) {
        var action = Tools.action(name);
        if (action != Action.OTHER) {
            return action;
        } else if (draft.text(Field.CONNECTOR) != null || "mcp".equals(attributes.text("tool.owner"))) {
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

    /**
     * No more than a few times what the field keeps: it is cut after redaction, because half a secret isn't recognised. For
     * the same reason the last word goes where the cut is made here.
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
        return Set.copyOf(wanted);
    }
}
