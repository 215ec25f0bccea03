// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentCountsTest {
    private static final Stretches SMALL = new Stretches(16, 4);
    private static final int LOG = 7;
    private static final long ENOUGH_BYTES = 10_000_000;
    private static final String DATABASE = "1767225600.123456 16384 16500";

    private final AtomicLong nanos = new AtomicLong();
    private final RecentCounts counts = counts(ENOUGH_BYTES);

    @Test
    void take_countsWhatIsTheSameTogether() {
        var day = TimeUnit.DAYS.toNanos(1);
        counts.committed(
                LOG,
                0,
                List.of(
                        record("red", 5),
                        record("red", day - 1),
                        record("blue", 7),
                        record("red", -1),
                        record("red", day)));
        counts.committed(LOG, 5, some(11));

        var taken = counts.take(LOG, 0).orElseThrow();

        var red = taken.get(cell("red", 0));
        assertThat(List.of(red.records(), red.earliest(), red.latest())).containsExactly(2L, 5L, day - 1);
        assertThat(taken.get(cell("red", -1)).records()).isOne();
        assertThat(taken.get(cell("red", 1)).records()).isOne();
        assertThat(taken.get(cell("blue", 0)).records()).isOne();
        assertThat(records(taken.values())).isEqualTo(16);
    }

    @Test
    void take_findsEachEntryOnceWhateverTheOrderInWhichItWasTold() {
        counts.committed(LOG, 0, some(3));
        counts.committed(LOG, 10, some(20));
        counts.committed(LOG, 5, some(5));
        counts.committed(LOG, 3, some(2));
        counts.committed(LOG, 30, some(2));

        assertThat(total(0)).isEqualTo(16);
        assertThat(total(1)).isEqualTo(16);
        assertThat(counts.take(LOG, 2)).isEmpty();
    }

    @Test
    void take_hasNothingOfAStretchInWhichAnEntryIsMissing() {
        counts.committed(LOG, 0, some(7));
        counts.committed(LOG, 8, some(24));

        assertThat(counts.take(LOG, 0)).isEmpty();
        assertThat(total(1)).isEqualTo(16);
    }

    @Test
    void take_hasNothingOfAStretchThatHasOnlyBegunOrWasTaken() {
        counts.committed(LOG, 0, some(31));

        assertThat(counts.take(LOG, 1)).isEmpty();
        assertThat(counts.take(LOG, 0)).isEmpty();
        assertThat(counts.take(LOG + 1, 0)).isEmpty();
    }

    @Test
    void committed_beginsWithALogWhereAStretchBegins() {
        counts.committed(LOG, 5, some(10));
        counts.committed(LOG, 15, some(10));
        counts.committed(LOG, 25, some(7));

        assertThat(counts.take(LOG, 0)).isEmpty();
        counts.committed(LOG, 32, some(16));
        assertThat(total(2)).isEqualTo(16);
    }

    @Test
    void committed_atIndexesThatWereCountedForgetsTheLog() {
        counts.committed(LOG, 0, some(40));
        counts.committed(LOG, 30, some(6));

        assertThat(counts.take(LOG, 0)).isEmpty();
        assertThat(counts.take(LOG, 1)).isEmpty();
        counts.committed(LOG, 36, some(28));
        assertThat(total(3)).isEqualTo(16);
    }

    @Test
    void committed_leavesOutLogsForWhichThereIsNoRoom() {
        var small = counts(3_000);
        for (var log = 0; log < 10; log++) {
            small.committed(log, 0, some(8));
            small.committed(log, 8, some(8));
        }

        var held = IntStream.range(0, 10)
                .filter(log -> small.take(log, 0).isPresent())
                .boxed()
                .toList();
        assertThat(held).isNotEmpty().hasSizeLessThan(5).contains(0);
        // there is room again
        small.committed(9, 16, some(16));
        assertThat(small.take(9, 1)).isPresent();
    }

    @Test
    void committed_makesRoomByForgettingWhatNothingWasAppendedToForLong() {
        var small = counts(3_000);
        small.committed(1, 0, some(15));
        nanos.addAndGet(RecentCounts.IDLE_NANOS);
        small.committed(2, 0, some(15));
        nanos.incrementAndGet();
        for (var log = 3; log < 10; log++) {
            small.committed(log, 0, some(16));
        }

        assertThat(small.take(3, 0)).isPresent();
        small.committed(1, 15, some(1));
        small.committed(2, 15, some(1));
        assertThat(small.take(1, 0)).isEmpty();
        assertThat(small.take(2, 0)).isPresent();
    }

    @Test
    void committed_forgetsALogOfWhichTheRunsOrCellsAreTooMany() {
        for (var run = 0; run <= CountedLog.RUNS_MAX; run++) {
            counts.committed(LOG, 16L * run, some(16));
        }
        assertThat(counts.take(LOG, CountedLog.RUNS_MAX)).isEmpty();

        var large = new RecentCounts(Stretches.STANDARD, ENOUGH_BYTES);
        var entries = Stretches.STANDARD.entries();
        large.committed(LOG, 0, days(entries, CountedLog.CELLS_MAX + 1));
        large.committed(LOG, entries, days(entries, CountedLog.CELLS_MAX));
        assertThat(large.take(LOG, 0)).isEmpty();
        assertThat(large.take(LOG, 1)).isPresent();
    }

    @Test
    void isOf_forgetsWhatWasCountedInAnotherDatabase() {
        assertThat(counts.isOf(DATABASE)).isFalse();
        counts.committed(LOG, 0, some(32));
        assertThat(counts.isOf(DATABASE)).isTrue();
        assertThat(total(0)).isEqualTo(16);

        assertThat(counts.isOf("1767225600.123456 16600 16500")).isFalse();

        assertThat(counts.take(LOG, 1)).isEmpty();
        assertThat(counts.isOf("1767225600.123456 16600 16500")).isTrue();
    }

    private RecentCounts counts(long bytesMax) {
        return new RecentCounts(SMALL, bytesMax, nanos::get);
    }

    private long total(long number) {
        return records(counts.take(LOG, number).orElseThrow().values());
    }

    private static long records(Iterable<Tally> tallies) {
        var sum = 0L;
        for (var tally : tallies) {
            sum += tally.records();
        }
        return sum;
    }

    private static Cell cell(String team, long day) {
        return new Cell(team, "low", "shell_command", "claude_code", "record", day);
    }

    private static SealedRecord record(String team, long occurredUnixNanos) {
        return TestRecords.sealed(occurredUnixNanos, draft -> draft.put(Field.TEAM, team));
    }

    private static List<SealedRecord> some(int count) {
        return TestRecords.many(count);
    }

    private static List<SealedRecord> days(int count, int days) {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < count; number++) {
            records.add(record("red", TimeUnit.DAYS.toNanos(number % days)));
        }
        return records;
    }
}
