// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.storage.TestRecords;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentRecordsTest {
    private static final int LOG = 7;

    private final RecentRecords recent = new RecentRecords(10_000_000);

    @Test
    void range_joinsWhatFollowsEachOther() {
        recent.committed(LOG, 10, TestRecords.many(3));
        recent.committed(LOG, 13, TestRecords.many(2));
        recent.committed(LOG, 16, TestRecords.many(5));

        assertThat(indexes(recent.range(LOG, 11, 100))).containsExactly(11L, 12L, 13L, 14L);
        assertThat(indexes(recent.range(LOG, 11, 13))).containsExactly(11L, 12L);
    }

    @Test
    void range_isEmptyWhereTheFirstIsMissing() {
        recent.committed(LOG, 10, TestRecords.many(3));

        assertThat(recent.range(LOG, 9, 100)).isEmpty();
        assertThat(recent.range(LOG, 13, 100)).isEmpty();
        assertThat(recent.range(LOG + 1, 10, 100)).isEmpty();
    }

    @Test
    void nextFrom_saysWhereReadingCanStop() {
        recent.committed(LOG, 10, TestRecords.many(3));

        assertThat(recent.nextFrom(LOG, 4, 100)).isEqualTo(10);
        assertThat(recent.nextFrom(LOG, 4, 8)).isEqualTo(8);
        assertThat(recent.nextFrom(LOG, 13, 100)).isEqualTo(100);
        assertThat(recent.nextFrom(LOG + 1, 4, 100)).isEqualTo(100);
    }

    @Test
    void range_letsGoWhatLiesBefore() {
        recent.committed(LOG, 0, TestRecords.many(3));
        recent.committed(LOG, 3, TestRecords.many(3));

        assertThat(indexes(recent.range(LOG, 3, 6))).containsExactly(3L, 4L, 5L);
        assertThat(recent.range(LOG, 0, 3)).isEmpty();
        assertThat(indexes(recent.range(LOG, 3, 6))).containsExactly(3L, 4L, 5L);
    }

    @Test
    void committed_letsTheOldestOfAllLogsGo() {
        var small = new RecentRecords(30_000);
        for (var first = 0L; first < 1_000; first++) {
            small.committed((int) (first % 5), first, TestRecords.many(1));
        }

        assertThat(small.range(0, 0, 1)).isEmpty();
        assertThat(indexes(small.range(999 % 5, 999, 1_000))).containsExactly(999L);
        var held = LongStream.range(0, 1_000)
                .filter(index ->
                        !small.range((int) (index % 5), index, index + 1).isEmpty())
                .count();
        assertThat(held).isBetween(1L, 75L);
    }

    private static List<Long> indexes(List<Observed> records) {
        return records.stream().map(Observed::index).toList();
    }
}
