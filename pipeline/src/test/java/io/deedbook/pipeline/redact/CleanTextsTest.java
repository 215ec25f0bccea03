// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CleanTextsTest {
    private final ArrayList<String> asked = new ArrayList<>();
    private final CleanTexts texts = new CleanTexts((name, text) -> {
        asked.add(name + '=' + text);
        return !text.contains("secret") && !name.equals("password");
    });

    @Test
    void contains_asksOnceOfACleanTextAndAlwaysOfAnythingElse() {
        assertThat(texts.contains("model", "opus")).isTrue();
        assertThat(texts.contains("model", "opus")).isTrue();
        assertThat(texts.contains("model", "secret")).isFalse();
        assertThat(texts.contains("model", "secret")).isFalse();

        assertThat(asked).containsExactly("model=opus", "model=secret", "model=secret");
    }

    @Test
    void contains_tellsNamesApart() {
        assertThat(texts.contains("model", "opus")).isTrue();
        assertThat(texts.contains("password", "opus")).isFalse();
        assertThat(texts.contains("", "opus")).isTrue();

        assertThat(asked).containsExactly("model=opus", "password=opus", "=opus");
    }

    @Test
    void contains_tellsTextsThatShareAPlaceApart() {
        for (var number = 0; number < 100_000; number++) {
            assertThat(texts.contains("count", Integer.toString(number))).isTrue();
            assertThat(texts.contains("count", number + " secret")).isFalse();
        }
    }

    @Test
    void contains_knowsNothingOfLongTextsLongNamesAndManyDigits() {
        assertThat(texts.contains("model", "x".repeat(33))).isFalse();
        assertThat(texts.contains("x".repeat(65), "opus")).isFalse();
        assertThat(texts.contains("id", "123456789")).isFalse();

        assertThat(asked).isEmpty();
    }
}
