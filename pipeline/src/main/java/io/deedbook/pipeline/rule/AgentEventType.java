// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code event_type} of the taxonomy that public rules for {@code product: ai_agent, category: agent_events} are written
 * in: {@code tool_call} for all that tools do, and finer words beside it.
 */
record AgentEventType() implements RecordField {
    private static final Set<Action> TOOL_CALLS = EnumSet.of(
            Action.FILE_READ,
            Action.FILE_WRITE,
            Action.SHELL_COMMAND,
            Action.WEB_BROWSE,
            Action.WEB_SEARCH,
            Action.SUB_AGENT_SPAWN,
            Action.CONNECTOR_ACCESS,
            Action.SKILL,
            Action.TOOL_DECISION);
    private static final Map<Action, String> OWN = Map.of(
            Action.FILE_READ, "file_read",
            Action.FILE_WRITE, "file_write",
            Action.WEB_BROWSE, "network_request",
            Action.USER_PROMPT, "user_input",
            Action.ASSISTANT_RESPONSE, "output_generation");
    private static final String TOOL_CALL = "tool_call";
    private static final String TOOL_RESPONSE = "tool_response";
    private static final Map<String, List<String>> BY_ACTION = byAction();

    @Override
    public void collect(RecordView view, List<String> into) {
        var action = view.draft().text(Field.ACTION);
        if (action != null) {
            into.addAll(BY_ACTION.getOrDefault(action, List.of()));
        }
        if (view.draft().content().containsKey(ContentName.OUTPUT)) {
            into.add(TOOL_RESPONSE);
        }
    }

    private static Map<String, List<String>> byAction() {
        var types = new HashMap<String, List<String>>();
        for (var action : Action.values()) {
            var own = OWN.get(action);
            if (TOOL_CALLS.contains(action)) {
                types.put(action.wireName(), own == null ? List.of(TOOL_CALL) : List.of(TOOL_CALL, own));
            } else if (own != null) {
                types.put(action.wireName(), List.of(own));
            }
        }
        return Map.copyOf(types);
    }
}
