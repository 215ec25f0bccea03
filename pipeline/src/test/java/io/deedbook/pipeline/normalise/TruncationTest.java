// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(Truncation.tells("body_truncated", new Value.Text("true"))).isTrue();
        assertThat(Truncation.tells("managed_settings.settings_truncated", new Value.Bool(true)))
                .isTrue();
        assertThat(Truncation.tells("body_truncated", new Value.Text("false"))).isFalse();
    }
}
