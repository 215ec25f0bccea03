// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogTurnsTest {
    private final LogTurns turns = new LogTurns();

    @Test
    void order_isThatOfTheIdsAtFirst() {
        assertThat(order(3, 1, 2)).containsExactly(1, 2, 3);
    }

    @Test
    void order_goesOnBehindTheOneThatWasBegunLast() {
        turns.begin(1);
        turns.begin(2);
        assertThat(order(4, 3, 2, 1)).containsExactly(3, 4, 1, 2);
        assertThat(order(1, 2)).containsExactly(1, 2);
        turns.begin(3);
        assertThat(order(5, 1)).containsExactly(5, 1);
        assertThat(order()).isEmpty();
    }

    private List<Integer> order(Integer... logs) {
        return turns.order(List.of(logs), log -> log);
    }
}
