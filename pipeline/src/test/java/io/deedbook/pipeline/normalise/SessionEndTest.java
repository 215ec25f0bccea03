// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionEndTest {
    @ParameterizedTest
    @ValueSource(strings = {"exit", "quit", "clear", "logout"})
    void of_knowsTheCommandsThatLeave(String command) {
        var draft = Events.normalised(
                Events.log("claude_code.user_prompt", "prompt", '/' + command, "command_name", command));

        assertThat(SessionEnd.of(draft)).isEqualTo(SessionEnd.COMMAND);
        assertThat(SessionEnd.COMMAND.closes()).isTrue();
    }

    @Test
    void of_takesNoOtherPromptForAnEnd() {
        assertThat(SessionEnd.of(Events.normalised(
                        Events.log("claude_code.user_prompt", "prompt", "exit", "command_name", "cost"))))
                .isNull();
        assertThat(SessionEnd.of(Events.normalised(Events.log("claude_code.user_prompt", "prompt", "exit"))))
                .isNull();
    }

    @Test
    void of_knowsTheHooksOfTheEnd() {
        var hook = "claude_code.hook_execution_complete";
        var end = Events.log(hook, "hook_event", "SessionEnd", "hook_name", "SessionEnd:prompt_input_exit");
        var start = Events.log(hook, "hook_event", "SessionStart", "hook_name", "SessionStart:startup");
        var span = Events.span("claude-code", "claude_code.hook", "hook_event", "SessionEnd");

        assertThat(SessionEnd.of(Events.normalised(end))).isEqualTo(SessionEnd.HOOK);
        assertThat(SessionEnd.of(Events.normalised(span))).isEqualTo(SessionEnd.HOOK);
        assertThat(SessionEnd.of(Events.normalised(start))).isNull();
    }

    @Test
    void of_knowsTheEndOfATurn() {
        var turn = Events.normalised(Events.span("claude-code", "claude_code.interaction"));
        var office = Events.normalised(Events.span("office-agent", "agent.query"));
        var request = Events.normalised(Events.span("claude-code", "claude_code.llm_request"));

        assertThat(SessionEnd.of(turn)).isEqualTo(SessionEnd.TURN);
        assertThat(SessionEnd.of(office)).isEqualTo(SessionEnd.TURN);
        assertThat(SessionEnd.TURN.closes()).isFalse();
        assertThat(SessionEnd.of(request)).isNull();
    }

    @Test
    void of_knowsTheEndOfAConversationOfGeminiCli() {
        var draft = Events.normalised(Events.log("", EventName.KEY, "gemini_cli.conversation_finished"));

        assertThat(SessionEnd.of(draft)).isEqualTo(SessionEnd.CONVERSATION);
    }

    @Test
    void of_findsNoEndInTheFixturesThatWereNotInteractive() {
        assertThat(Events.drafts("hello-protobuf"))
                .extracting(SessionEnd::of)
                .allMatch(end -> end == null || end == SessionEnd.TURN);
    }
}
