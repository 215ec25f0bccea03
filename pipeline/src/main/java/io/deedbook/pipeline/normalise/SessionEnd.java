// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells of the end of its session. No client sends an event for the end itself: a session that stops
 * without any of these either is still open, was killed, or lost its last export.
 *
 * <p>Told from columns alone, so that it works on drafts and on stored records alike. {@code docs/EVENTS.md} says which
 * clients send what.
 */
public enum SessionEnd {
    /** The user left, or began another session, by a command. */
    COMMAND(true),
    /** The client ran its hooks for the end of the session. */
    HOOK(true),
    /** The client said that the conversation is over. */
    CONVERSATION(true),
    /** A turn is over and nothing was left running: the session may end here, or go on with the next prompt. */
    TURN(false);

    /** Commands after which no event of the session follows but those of its clean-up. */
    private static final Set<String> COMMANDS = Set.of("clear", "exit", "logout", "new", "quit", "reset");

    private static final String END_HOOK = "SessionEnd";

    private final boolean closes;

    SessionEnd(boolean closes) {
        this.closes = closes;
    }

    /** Whether it ends the session; a turn's end only allows it to. */
    public boolean closes() {
        return closes;
    }

    /** What the draft tells, or null when it tells of no end. */
    public static @Nullable SessionEnd of(RecordDraft draft) {
        var signal = draft.text(Field.SIGNAL);
        var event = draft.text(Field.EVENT);
        return signal == null || event == null
                ? null
                : of(signal, event, draft.text(Field.OPERATION), draft.text(Field.TARGET));
    }

    /**
     * What a record with these columns tells, or null when it tells of no end.
     *
     * @param signal {@code log}, {@code span} or {@code metric}
     * @param event the short name
     */
    public static @Nullable SessionEnd of(
            String signal, String event, @Nullable String operation, @Nullable String target) {
        return switch (signal) {
            case "log" -> ofLog(event, operation, target);
            case "span" -> ofSpan(event, operation);
            default -> null;
        };
    }

    private static @Nullable SessionEnd ofLog(String event, @Nullable String operation, @Nullable String target) {
        return switch (event) {
            case "user_prompt" -> target != null && COMMANDS.contains(target) ? COMMAND : null;
            case "hook_execution_start", "hook_execution_complete" -> END_HOOK.equals(operation) ? HOOK : null;
            case "gemini_cli.conversation_finished" -> CONVERSATION;
            default -> null;
        };
    }

    private static @Nullable SessionEnd ofSpan(String event, @Nullable String operation) {
        return switch (event) {
            case "hook" -> END_HOOK.equals(operation) ? HOOK : null;
            case "interaction", "agent.query" -> TURN;
            default -> null;
        };
    }
}
