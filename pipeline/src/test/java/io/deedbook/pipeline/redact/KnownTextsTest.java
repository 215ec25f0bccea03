// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class KnownTextsTest {
    private final ArrayList<String> asked = new ArrayList<>();
    private final KnownTexts addresses = new KnownTexts(256, 64, text -> {
        asked.add(text);
        return text.contains("@");
    });

    @Test
    void contains_asksOnceOfAnAddressAndAlwaysOfAnythingElse() {
        assertThat(addresses.contains("jane@example.com")).isTrue();
        assertThat(addresses.contains("jane@example.com")).isTrue();
        assertThat(addresses.contains("jane")).isFalse();
        assertThat(addresses.contains("jane")).isFalse();

        assertThat(asked).containsExactly("jane@example.com", "jane", "jane");
    }

    @Test
    void contains_remembersNoMoreThanItHasRoomFor() {
        for (var number = 0; number < 100_000; number++) {
            assertThat(addresses.contains(number + "@example.com")).isTrue();
        }
        asked.clear();

        assertThat(addresses.contains("0@example.com")).isTrue();

        assertThat(asked).hasSize(1);
    }

    @Test
    void contains_doesNotRememberALongText() {
        var address = "x".repeat(64) + "@example.com";

        assertThat(addresses.contains(address)).isTrue();
        assertThat(addresses.contains(address)).isTrue();

        assertThat(asked).hasSize(2);
    }
}
