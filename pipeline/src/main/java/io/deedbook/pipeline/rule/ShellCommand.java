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
 * Finds what a shell was told to run: in the tool's parameters, which hold it whole, else in the tool's input, which the
 * client may have cut, else in the target.
 */
final class ShellCommand {
    private static final String FULL_COMMAND = "full_command";
    private static final String BASH_COMMAND = "bash_command";

    private ShellCommand() {}

    /** Adds the command of the draft, or of both copies where they differ; nothing when there is none. */
    static void collect(RecordDraft draft, List<String> into) {
        var content = draft.content();
        var before = into.size();
        if (!content.isEmpty()) {
            add(JsonMember.text(content.get(ContentName.TOOL_PARAMETERS), FULL_COMMAND), into);
            add(content.get(FULL_COMMAND), into);
            if (into.size() == before) {
                add(JsonMember.text(content.get(ContentName.TOOL_INPUT), "command"), into);
                add(content.get(BASH_COMMAND), into);
            }
            if (into.size() == before) {
                add(JsonMember.text(content.get(ContentName.TOOL_PARAMETERS), BASH_COMMAND), into);
            }
        }
        if (into.size() == before && Action.SHELL_COMMAND.wireName().equals(draft.text(Field.ACTION))) {
            add(draft.text(Field.TARGET), into);
        }
    }

    private static void add(@Nullable String command, List<String> into) {
        if (command != null && !command.isEmpty()) {
            into.add(command);
        }
    }
}
