// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code event_type} of the taxonomy that public rules for {@code product: ai_agent, category: agent_events} are
 * written in: {@code tool_call} for all that tools do, and finer words beside it.
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
    private static final Map<Action, List<String>> OWN = Map.of(
            Action.FILE_READ, List.of("file_read"),
            Action.FILE_WRITE, List.of("file_write"),
            Action.SHELL_COMMAND, List.of("execute_process"),
            Action.WEB_BROWSE, List.of("network_request", "http_request"),
            Action.USER_PROMPT, List.of("user_input"),
            Action.ASSISTANT_RESPONSE, List.of("output_generation"));
    private static final String TOOL_CALL = "tool_call";
    private static final String TOOL_RESPONSE = "tool_response";
    private static final Map<String, List<String>> BY_ACTION = byAction();
    private static final Set<String> WORDS = allWords();

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

    /** All words that there are. */
    static Set<String> words() {
        return WORDS;
    }

    private static Map<String, List<String>> byAction() {
        var types = new HashMap<String, List<String>>();
        for (var action : Action.values()) {
            var words = new ArrayList<String>();
            if (TOOL_CALLS.contains(action)) {
                words.add(TOOL_CALL);
            }
            words.addAll(OWN.getOrDefault(action, List.of()));
            types.put(action.wireName(), List.copyOf(words));
        }
        return Map.copyOf(types);
    }

    private static Set<String> allWords() {
        var words = new TreeSet<>(Set.of(TOOL_RESPONSE));
        BY_ACTION.values().forEach(words::addAll);
        return Collections.unmodifiableSet(words);
    }
}
