// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void delayMillis_doublesUpToItsLimit() {
        var backoff = new Backoff(1_000, 60_000, () -> 1);
        assertThat(backoff.delayMillis(1)).isEqualTo(1_000);
        assertThat(backoff.delayMillis(2)).isEqualTo(2_000);
        assertThat(backoff.delayMillis(6)).isEqualTo(32_000);
        assertThat(backoff.delayMillis(7)).isEqualTo(60_000);
        assertThat(backoff.delayMillis(Integer.MAX_VALUE)).isEqualTo(60_000);
    }

    @Test
    void delayMillis_sparesARandomHalf() {
        assertThat(new Backoff(1_000, 60_000, () -> 0).delayMillis(3)).isEqualTo(2_000);
        assertThat(new Backoff(1_000, 60_000, () -> 0.5).delayMillis(3)).isEqualTo(3_000);
    }
}
