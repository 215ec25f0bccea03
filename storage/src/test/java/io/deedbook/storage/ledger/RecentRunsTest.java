// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentRunsTest {
    private static final int LOG = 7;
    private static final long ENOUGH_BYTES = 1_000_000;

    private final RecentRuns<String> runs = new RecentRuns<>(ENOUGH_BYTES);

    @Test
    void range_joinsWhatFollowsEachOther() {
        add(10, "a", "b", "c");
        add(13, "d", "e");
        add(16, "g");

        assertThat(runs.range(LOG, 11, 100)).containsExactly("b", "c", "d", "e");
        assertThat(runs.range(LOG, 11, 13)).containsExactly("b", "c");
        assertThat(runs.range(LOG, 15, 100)).isEmpty();
        assertThat(runs.range(LOG + 1, 10, 100)).isEmpty();
    }

    @Test
    void range_joinsWhatWasToldOfInAnotherOrder() {
        add(13, "d", "e");
        add(10, "a", "b", "c");

        assertThat(runs.range(LOG, 10, 15)).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void heldFrom_saysWhereTheEndBegins() {
        add(10, "a", "b", "c");
        add(14, "e", "f");
        add(16, "g");

        assertThat(runs.heldFrom(LOG, 0, 17)).isEqualTo(14);
        assertThat(runs.heldFrom(LOG, 15, 17)).isEqualTo(15);
        assertThat(runs.heldFrom(LOG, 0, 15)).isEqualTo(14);
        assertThat(runs.heldFrom(LOG, 0, 18)).isEqualTo(18);
        assertThat(runs.heldFrom(LOG, 17, 17)).isEqualTo(17);
        assertThat(runs.heldFrom(LOG + 1, 0, 17)).isEqualTo(17);
    }

    @Test
    void addIfRoom_leavesOutWhatThereIsNoRoomFor() {
        runs.addIfRoom(LOG, 10, List.of("a"), ENOUGH_BYTES / 2);
        runs.addIfRoom(LOG, 11, List.of("b"), ENOUGH_BYTES);
        runs.addIfRoom(LOG, 12, List.of("c"), 100);

        assertThat(runs.range(LOG, 10, 100)).containsExactly("a");
        assertThat(runs.range(LOG, 11, 100)).isEmpty();
        assertThat(runs.range(LOG, 12, 100)).containsExactly("c");
    }

    @Test
    void add_replacesWhatWasAtItsIndexes() {
        add(10, "a", "b", "c");
        add(13, "d");
        add(12, "C", "D", "E");

        assertThat(runs.range(LOG, 10, 100)).isEmpty();
        assertThat(runs.range(LOG, 12, 100)).containsExactly("C", "D", "E");
    }

    @Test
    void letGo_keepsTheRunThatAnIndexIsIn() {
        add(10, "a", "b", "c");
        add(13, "d", "e");

        runs.letGo(LOG, 14);

        assertThat(runs.range(LOG, 10, 100)).isEmpty();
        assertThat(runs.range(LOG, 13, 100)).containsExactly("d", "e");
    }

    @Test
    void add_letsTheOldestOfAllLogsGo() {
        var small = new RecentRuns<Integer>(10_000);
        IntStream.range(0, 1_000).forEach(index -> small.add(index % 5, index, List.of(index), 60));

        assertThat(small.range(0, 0, 1)).isEmpty();
        assertThat(small.range(999 % 5, 999, 1_000)).containsExactly(999);
        var held = IntStream.range(0, 1_000)
                .filter(index -> !small.range(index % 5, index, index + 1).isEmpty())
                .count();
        assertThat(held).isEqualTo(10_000 / 300);
    }

    @Test
    void add_letsAnItemThatIsTooLargeGoAtOnce() {
        runs.add(LOG, 10, List.of("a"), ENOUGH_BYTES);

        assertThat(runs.range(LOG, 10, 11)).isEmpty();
    }

    private void add(long first, String... items) {
        runs.add(LOG, first, List.of(items), 10L * items.length);
    }
}
