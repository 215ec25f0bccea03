// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Gathering gathering = new Gathering();

    @Test
    void millis_areNoneWhereNobodyKeepsAGroupWaiting() {
        assertThat(gathering.millis(1)).isZero();
        for (var group = 0; group < 10; group++) {
            wait(2);
            assertThat(gathering.millis(1)).isZero();
        }
    }

    @Test
    void millis_areAboutWhatGroupsWaitedForHeads() {
        wait(20);
        assertThat(gathering.millis(1)).isEqualTo(10);
        wait(20);
        assertThat(gathering.millis(100)).isEqualTo(15);
        wait(0);
        wait(0);
        assertThat(gathering.millis(100)).isEqualTo(3);
        wait(0);
        assertThat(gathering.millis(100)).isZero();
    }

    @Test
    void millis_areBounded() {
        for (var group = 0; group < 10; group++) {
            wait(60_000);
            assertThat(gathering.millis(1)).isBetween(12L, 25L);
        }
    }

    @Test
    void millis_areNoneWhereThereIsNothingOrEnough() {
        wait(1_000);
        assertThat(gathering.millis(0)).isZero();
        assertThat(gathering.millis(Gathering.RECORDS_ENOUGH - 1)).isPositive();
        assertThat(gathering.millis(Gathering.RECORDS_ENOUGH)).isZero();
    }

    private void wait(int millis) {
        gathering.waited(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
