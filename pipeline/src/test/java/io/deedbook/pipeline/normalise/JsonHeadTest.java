// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonHeadTest {
    private static final Set<String> WANTED = Set.of("path", "url");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"path\":\"/a\"}|/a",
                "{ \"x\" : [1,{\"path\":\"no\"}], \"path\" : \"/a\" }|/a",
                "{\"x\":\"\\\"path\\\":\\\"no\\\"\",\"path\":\"/a\"}|/a",
                "{\"path\":\"/a\",\"path\":\"/b\"}|/a",
                "{\"path\":\"a\\u00e9\\n\"}|`aé\n`",
                "[TOOL INPUT: Read] {\"path\":\"/a\"}|/a",
                "{\"path\":\"/a|/a",
                "{\"path\":\"/a\",\"content\":\"cut…[truncated]|/a",
                "{\"path\":\"\\ud800\"}|\uFFFD",
                "{\"path\":[\"bash\",\"-lc\", \"ls \\\"a\\\"\"],\"x\":1}|bash -lc ls \"a\"",
                "{\"path\":[\"bash\",{\"url\":\"no\"}]}|bash",
                "{\"path\":[\"bash\",\"cut|bash cut",
            })
    void strings_readsWhatStandsBeforeTheDamage(String json, String path) {
        assertThat(JsonHead.strings(json, WANTED)).containsEntry("path", path).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{\"",
                "{\"path\"",
                "{\"path\":",
                "{\"path\":1}",
                "[]",
                "{}{\"path\":\"/a\"}",
                "{\"path\":{\"path\":\"x\"}}",
                "{\"path\":\"\\u12",
                "\\",
                "{\"path\":\"\"}"
            })
    void strings_findsNothingWhereNothingIs(String json) {
        assertThat(JsonHead.strings(json, WANTED)).doesNotContainValue("/a").doesNotContainValue("x");
    }

    @Test
    void strings_leavesOutWhatItsOwnLimitWouldCut() {
        var filler = "{\"x\":\"" + "y".repeat((1 << 16) - 30) + "\",";
        assertThat(JsonHead.strings(filler + "\"path\":\"/a\"}", WANTED)).containsEntry("path", "/a");
        assertThat(JsonHead.strings(filler + "\"path\":\"/half of it, not the other half\"}", WANTED))
                .isEmpty();
    }

    @Test
    @Timeout(20)
    void strings_readsHostileTextOnce() {
        assertThat(JsonHead.strings("{".repeat(10_000_000), WANTED)).isEmpty();
        assertThat(JsonHead.strings("{\"".repeat(5_000_000), WANTED)).isEmpty();
        assertThat(JsonHead.strings("{\"path\":\"" + "x".repeat(1_000_000), WANTED)
                        .get("path"))
                .hasSize(JsonHead.STRING_CHARS_MAX);
    }
}
