// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowPaceTest {
    private final FollowPace pace = new FollowPace();

    @Test
    void mayFollow_untilALoss() {
        assertThat(pace.mayFollow()).isTrue();

        pace.lost();

        assertThat(groupsUntilAllowed()).isEqualTo(1);
        assertThat(pace.mayFollow()).isTrue();
    }

    @Test
    void lossesInARow_makeThePauseLonger() {
        var pauses = IntStream.range(0, 9)
                .map(loss -> {
                    pace.lost();
                    return groupsUntilAllowed();
                })
                .toArray();

        assertThat(pauses).containsExactly(1, 2, 4, 8, 16, 32, 64, 64, 64);
    }

    @Test
    void followed_halvesThePause() {
        pace.lost();
        pace.lost();
        pace.lost();
        groupsUntilAllowed();

        pace.followed();
        pace.followed();
        pace.lost();

        assertThat(groupsUntilAllowed()).isEqualTo(2);
    }

    private int groupsUntilAllowed() {
        var groups = 0;
        while (!pace.mayFollow()) {
            groups++;
        }
        return groups;
    }
}
