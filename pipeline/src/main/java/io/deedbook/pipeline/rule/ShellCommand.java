// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a shell was told to run: in the tool's parameters, which hold it whole, else in the tool's input, which
 * the client may have cut, else in the target.
 */
final class ShellCommand {
    private static final String FULL_COMMAND = "full_command";
    /** The command's first word, or the whole of it from some clients. */
    private static final String BASH_COMMAND = "bash_command";
    /** What a span tells beside the output of a command. */
    private static final String OUTPUT_COMMAND = ContentName.OUTPUT + "." + BASH_COMMAND;

    private ShellCommand() {}

    /** Adds the command of the draft, or of all copies where they differ; nothing when there is none. */
    static void collect(RecordDraft draft, List<String> into) {
        var before = into.size();
        if (!draft.content().isEmpty()) {
            members(draft, ContentName.TOOL_PARAMETERS, FULL_COMMAND, into);
            whole(draft, FULL_COMMAND, into);
            whole(draft, OUTPUT_COMMAND, into);
            if (into.size() == before) {
                members(draft, ContentName.TOOL_INPUT, "command", into);
                members(draft, ContentName.TOOL_PARAMETERS, BASH_COMMAND, into);
            }
        }
        if (into.size() == before && Action.SHELL_COMMAND.wireName().equals(draft.text(Field.ACTION))) {
            add(draft.text(Field.TARGET), into);
        }
    }

    private static void members(RecordDraft draft, String content, String member, List<String> into) {
        for (var json : RecordField.Content.of(draft, content)) {
            add(JsonMember.text(json, member), into);
        }
    }

    private static void whole(RecordDraft draft, String content, List<String> into) {
        for (var command : RecordField.Content.of(draft, content)) {
            add(command, into);
        }
    }

    private static void add(@Nullable String command, List<String> into) {
        if (command != null && !command.isEmpty()) {
            into.add(command);
        }
    }
}
