// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TruncationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"abc…[4711 chars]\"}",
                "[1,2,…[30 items]]",
                "{\"a\":1,\"…\":\"25 keys\"}",
                "{\"a\":\"b…[truncated]",
                "text\n\n[TRUNCATED - Content exceeds 60KB limit]",
                "text\n\n[TRUNCATED - Content exceeds 1000 character limit]"
            })
    void marked_knowsTheMarksOfTheClient(String text) {
        assertThat(Truncation.marked(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "and so on…", "…[", "…[12", "…[ chars]", "…[see below]", "[TRUNCATED]"})
    void marked_leavesOrdinaryTextAlone(String text) {
        assertThat(Truncation.marked(text)).isFalse();
    }

    @Test
    void tells_knowsTheFlagsInBothTypes() {
        assertThat(Truncation.tells(Sign.CUT, new Value.Text("true"))).isTrue();
        assertThat(Truncation.tells(Sign.CUT, new Value.Bool(true))).isTrue();
        assertThat(Truncation.tells(Sign.CUT, new Value.Text("false"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "body_truncated, true",
        "managed_settings.settings_truncated, true",
        "tool_truncated, true",
        "x_truncated, true",
        "x.truncated, true",
        "truncated, true",
        "untruncated, false",
        "truncated_sequence, false"
    })
    void normalise_recordsAFlagOfAnyName(String key, boolean cut) {
        assertThat(truncated("note", key, "true")).isEqualTo(cut);
        assertThat(truncated("note", key, "false")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "prompt, prompt_length, abc, 3, false",
        "prompt, prompt_length, abc, 4, true",
        "prompt, prompt_length, <REDACTED>, 400, false",
        "response, response_length, abc, 61440, true",
        "body, body_length, abc, 4, true",
        "body, body_length, é, 2, false",
        "body_ref, body_length, /tmp/a, 4000, false",
        "system_prompt, system_prompt_length, abc, 4, true",
        "user_prompt, user_prompt_length, abc, 4, true",
        "tool_input, tool_input_size_bytes, {}, 2, false",
        "tool_input, tool_input_size_bytes, {}, 3, true",
        "tool.output, tool.output_chars, abc, 3, false",
        "tool.output, tool.output_chars, abc, 4001, true",
    })
    void normalise_comparesTheLengthThatIsToldWithWhatCame(
            String key, String lengthKey, String text, String length, boolean cut) {
        assertThat(truncated("note", key, text, lengthKey, length)).isEqualTo(cut);
        assertThat(truncated("note", lengthKey, Long.valueOf(length), key, text))
                .isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"user.message", "tool.input", "tool.output"})
    void normalise_takesATextOfTheOfficeLimitForCut(String key) {
        assertThat(truncated("note", key, "x".repeat(4_000))).isTrue();
        assertThat(truncated("note", key, "x".repeat(3_999))).isFalse();
        assertThat(truncated("note", "prompt", "x".repeat(4_000))).isFalse();
    }

    @Test
    void normalise_knowsWhatIsNestedTooDeepInToolInputOnly() {
        assertThat(truncated("tool_result", "tool_input", "{\"a\":{\"b\":\"<nested>\"}}"))
                .isTrue();
        assertThat(truncated("user_prompt", "prompt", "say \"<nested>\"")).isFalse();
    }

    @Test
    void normalise_seesWhatTheClientDropped() {
        var dropped = new Event.Log(
                Origin.UNKNOWN, Attributes.EMPTY, Events.OCCURRED, 0, "note", 0, "", Value.NONE, "", "", 3);

        assertThat(Events.normalised(dropped).integer(Field.TRUNCATED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<REDACTED>", "[REDACTED]", "__REDACTED__"})
    void normalise_takesWhatWasNotSentForAbsentNotForCut(String placeholder) {
        var draft = Events.normalised(
                Events.log("user_prompt", "prompt", placeholder, "prompt_text", placeholder, "prompt_length", "25"));

        assertThat(draft.content()).isEmpty();
        assertThat(draft.attributes().text("prompt")).isEqualTo(placeholder);
        assertThat(draft.integer(Field.TRUNCATED)).isZero();
    }

    @Test
    @Timeout(20)
    void normalise_measuresAContentOnceHoweverManyLengthsAreTold() {
        var attributes = new Object[100_000];
        for (var at = 0; at < attributes.length; at += 2) {
            attributes[at] = "prompt_length";
            attributes[at + 1] = 1_000_001 + at;
        }
        attributes[1] = "é".repeat(1_000_000);
        attributes[0] = "prompt";

        assertThat(truncated("user_prompt", attributes)).isFalse();
    }

    @Test
    void normalise_seesTheMarkInAPieceOfAMessage() {
        var cut = "x\n\n[TRUNCATED - Content exceeds 60KB limit]";

        assertThat(truncated("note", "gen_ai.prompt.0.content", cut, "gen_ai.prompt.1.content", "y".repeat(200)))
                .isTrue();
    }

    private static boolean truncated(String name, Object... attributes) {
        var all = new ArrayList<Object>(List.of(EventName.KEY, name));
        all.addAll(List.of(attributes));
        return Events.normalised(Events.log("", all.toArray())).integer(Field.TRUNCATED) == 1;
    }
}
