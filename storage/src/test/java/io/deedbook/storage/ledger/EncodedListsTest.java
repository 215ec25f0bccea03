// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedListsTest {
    private final EncodedLists lists = new EncodedLists();

    @Test
    void of_knowsThisVeryListAndNoEqualOne() {
        var list = new ArrayList<>(List.of("soc2:CC6.1"));
        lists.put(list, new byte[] {1});

        assertThat(lists.of(list)).containsExactly(1);
        assertThat(lists.of(new ArrayList<>(list))).isNull();
    }

    @Test
    void put_keepsNothingLarge() {
        var list = List.of("a", "b");
        lists.put(list, new byte[4_096]);

        assertThat(lists.of(list)).isNull();
    }

    @Test
    void of_neverGivesTheFormOfAnotherList() {
        var all = new ArrayList<List<Integer>>();
        for (var number = 0; number < 2_000; number++) {
            all.add(List.of(number, number));
            lists.put(all.get(number), new byte[] {(byte) number, (byte) (number >> 8)});
        }
        for (var number = 0; number < all.size(); number++) {
            var known = lists.of(all.get(number));
            if (known != null) {
                assertThat(known).containsExactly(number & 0xff, number >> 8);
            }
        }
    }
}
