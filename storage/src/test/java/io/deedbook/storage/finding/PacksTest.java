// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PacksTest {
    @Test
    void of_packsInOrderWhatFitsTogether() {
        assertThat(packs(3, 4, 3, 1, 20, 0, 10, Integer.MAX_VALUE, 5, 5, 1))
                .containsExactly(
                        List.of(3, 4, 3),
                        List.of(1),
                        List.of(20),
                        List.of(0, 10),
                        List.of(Integer.MAX_VALUE),
                        List.of(5, 5),
                        List.of(1));
        assertThat(packs()).isEmpty();
    }

    private static List<List<Integer>> packs(Integer... sizes) {
        return Packs.of(List.of(sizes), size -> size, 10);
    }
}
