// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ObservedStretchTest {
    private static final int LOG = 7;

    private final RecentRecords recent = new RecentRecords(10_000_000);

    ObservedStretchTest() {
        recent.want(LOG, Set.of(Field.SEQUENCE), 0);
        recent.committed(LOG, 10, TestRecords.many(3));
        recent.committed(LOG, 20, TestRecords.many(5));
    }

    @Test
    void holes_areWhatMemoryDoesNotHave() {
        var stretch = ObservedStretch.of(recent, LOG, 5, 30, 100);

        assertThat(holes(stretch)).containsExactly(List.of(5L, 10L), List.of(13L, 20L), List.of(25L, 30L));
        assertThat(stretch.missing()).isEqualTo(17);
        assertThat(ObservedStretch.of(recent, LOG, 11, 13, 100).missing()).isZero();
        assertThat(ObservedStretch.of(recent, LOG, 11, 11, 100).records()).isEmpty();
    }

    @Test
    void holes_areNoMoreThanMayBeRead() {
        var stretch = ObservedStretch.of(recent, LOG, 5, 30, 7);

        assertThat(holes(stretch)).containsExactly(List.of(5L, 10L), List.of(13L, 15L));
        fill(stretch, 5, 10);
        fill(stretch, 13, 15);
        assertThat(indexes(stretch)).containsExactlyElementsOf(range(5, 15));
        assertThat(holes(ObservedStretch.of(recent, LOG, 5, 30, 5))).containsExactly(List.of(5L, 10L));
    }

    @Test
    void records_endWhereOneIsMissing() {
        var stretch = ObservedStretch.of(recent, LOG, 5, 30, 100);
        assertThat(indexes(stretch)).isEmpty();
        fill(stretch, 5, 10);
        assertThat(indexes(stretch)).containsExactlyElementsOf(range(5, 13));
        fill(stretch, 13, 19);
        fill(stretch, 25, 30);
        assertThat(indexes(stretch)).containsExactlyElementsOf(range(5, 19));
    }

    @Test
    void records_areAllOnceWhatWasMissingIsRead() {
        var stretch = ObservedStretch.of(recent, LOG, 11, 30, 100);
        fill(stretch, 13, 20);
        fill(stretch, 25, 31);

        assertThat(indexes(stretch)).containsExactlyElementsOf(range(11, 30));
    }

    @Test
    void fill_takesNoneTwice() {
        var stretch = ObservedStretch.of(recent, LOG, 5, 13, 100);
        fill(stretch, 5, 7);
        fill(stretch, 6, 8);
        fill(stretch, 5, 6);
        assertThat(indexes(stretch)).containsExactlyElementsOf(range(5, 8));
        fill(stretch, 8, 10);
        assertThat(indexes(stretch)).containsExactlyElementsOf(range(5, 13));
    }

    private static void fill(ObservedStretch stretch, long from, long to) {
        range(from, to)
                .forEach(index -> stretch.fill(
                        new Observed(index, 1, 1, new Object[Field.all().size()])));
    }

    private static List<List<Long>> holes(ObservedStretch stretch) {
        return stretch.holes().stream()
                .map(hole -> List.of(hole.from(), hole.to()))
                .toList();
    }

    private static List<Long> indexes(ObservedStretch stretch) {
        return stretch.records().stream().map(Observed::index).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
