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
    void takeWhole_countsWhatIsTheSameTogether() {
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

        var taken = counts.takeWhole(LOG, 0).orElseThrow().cells();

        var red = taken.get(cell("red", 0));
        assertThat(List.of(red.records(), red.earliest(), red.latest())).containsExactly(2L, 5L, day - 1);
        assertThat(taken.get(cell("red", -1)).records()).isOne();
        assertThat(taken.get(cell("red", 1)).records()).isOne();
        assertThat(taken.get(cell("blue", 0)).records()).isOne();
        assertThat(records(taken.values())).isEqualTo(16);
    }

    @Test
    void takeWhole_findsEachEntryOnceWhateverTheOrderInWhichItWasTold() {
        counts.committed(LOG, 0, some(3));
        counts.committed(LOG, 10, some(20));
        counts.committed(LOG, 5, some(5));
        counts.committed(LOG, 3, some(2));
        counts.committed(LOG, 30, some(2));

        assertThat(total(0)).isEqualTo(16);
        assertThat(total(1)).isEqualTo(16);
        assertThat(counts.takeWhole(LOG, 2)).isEmpty();
    }

    @Test
    void takeWhole_hasNothingOfAStretchInWhichAnEntryIsMissing() {
        counts.committed(LOG, 0, some(7));
        counts.committed(LOG, 8, some(24));

        assertThat(counts.takeWhole(LOG, 0)).isEmpty();
        assertThat(total(1)).isEqualTo(16);
    }

    @Test
    void takeWhole_hasNothingOfAStretchThatHasOnlyBegunOrWasTaken() {
        counts.committed(LOG, 0, some(31));

        assertThat(counts.takeWhole(LOG, 1)).isEmpty();
        assertThat(counts.takeWhole(LOG, 0)).isEmpty();
        assertThat(counts.takeWhole(LOG + 1, 0)).isEmpty();
    }

    @Test
    void committed_beginsWithALogWhereAStretchBegins() {
        counts.committed(LOG, 5, some(10));
        // those from 15 to 20 are of another process
        counts.committed(LOG, 20, some(20));
        counts.committed(LOG, 40, some(8));

        assertThat(places(0, 2)).hasSize(12).startsWith(4);
        counts.committed(LOG + 1, 5, some(2));
        counts.committed(LOG + 1, 7, some(2));
        counts.committed(LOG + 1, 14, some(5));
        assertThat(counts.takeNext(LOG + 1, 0, 2).orElseThrow().entries()).isEqualTo(3);
        assertThat(total(2)).isEqualTo(16);
    }

    @Test
    void takeNext_takesWhatWasCountedBelowAStretch() {
        counts.committed(LOG, 0, some(20));
        counts.committed(LOG, 24, some(20));
        counts.committed(LOG, 50, some(20));

        assertThat(places(1, 4)).containsExactly(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(places(1, 4)).hasSize(12).startsWith(0, 1);
        assertThat(places(1, 4)).hasSize(14).startsWith(2, 3);
        assertThat(counts.takeNext(LOG, 1, 4)).isEmpty();
        // what is told later is another part
        counts.committed(LOG, 20, some(4));
        assertThat(places(1, 4)).containsExactly(4, 5, 6, 7);
        // the one that had only begun
        assertThat(places(1, 5)).hasSize(6);
    }

    @Test
    void takeNext_letsGoOfWhatIsSummedUp() {
        counts.committed(LOG, 0, some(20));
        counts.committed(LOG, 36, some(20));

        assertThat(counts.takeNext(LOG, 3, 3)).isEmpty();

        assertThat(places(0, 4)).hasSize(8);
        assertThat(counts.takeNext(LOG + 1, 0, 4)).isEmpty();
    }

    @Test
    void taking_leavesTheRestOfTheStretchToBeCounted() {
        counts.committed(LOG, 0, some(16));
        assertThat(total(0)).isEqualTo(16);

        // those from 16 to 20 are of another process
        counts.committed(LOG, 20, some(8));
        assertThat(places(1, 2)).hasSize(8);
        counts.committed(LOG, 28, some(2));
        assertThat(places(1, 2)).containsExactly(12, 13);
        counts.committed(LOG, 30, some(20));
        assertThat(places(1, 2)).containsExactly(14, 15);
        assertThat(total(2)).isEqualTo(16);
    }

    @Test
    void committed_atIndexesThatWereCountedForgetsTheLog() {
        counts.committed(LOG, 0, some(40));
        counts.committed(LOG, 30, some(6));

        assertThat(counts.takeWhole(LOG, 0)).isEmpty();
        assertThat(counts.takeWhole(LOG, 1)).isEmpty();
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
                .filter(log -> small.takeWhole(log, 0).isPresent())
                .boxed()
                .toList();
        assertThat(held).isNotEmpty().hasSizeLessThan(5).contains(0);
        // there is room again
        small.committed(9, 16, some(16));
        assertThat(small.takeWhole(9, 1)).isPresent();
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

        assertThat(small.takeWhole(3, 0)).isPresent();
        small.committed(1, 15, some(1));
        small.committed(2, 15, some(1));
        assertThat(small.takeWhole(1, 0)).isEmpty();
        assertThat(small.takeWhole(2, 0)).isPresent();
    }

    @Test
    void committed_forgetsALogOfWhichTheStretchesOrCellsAreTooMany() {
        for (var stretch = 0; stretch <= CountedLog.STRETCHES_MAX; stretch++) {
            counts.committed(LOG, 16L * stretch, some(16));
        }
        assertThat(counts.takeWhole(LOG, CountedLog.STRETCHES_MAX)).isEmpty();

        var large = new RecentCounts(Stretches.STANDARD, ENOUGH_BYTES);
        var entries = Stretches.STANDARD.entries();
        large.committed(LOG, 0, days(entries, CountedLog.CELLS_MAX + 1));
        large.committed(LOG, entries, days(entries, CountedLog.CELLS_MAX));
        assertThat(large.takeWhole(LOG, 0)).isEmpty();
        assertThat(large.takeWhole(LOG, 1)).isPresent();
    }

    @Test
    void countIn_forgetsWhatWasCountedInAnotherDatabase() {
        counts.committed(LOG, 0, some(32));
        counts.countIn(DATABASE);
        assertThat(counts.takeWhole(LOG, 0)).isEmpty();
        counts.committed(LOG, 0, some(32));
        counts.countIn(DATABASE);
        assertThat(total(0)).isEqualTo(16);

        counts.countIn("1767225600.123456 16600 16500");

        assertThat(counts.takeWhole(LOG, 1)).isEmpty();
    }

    private List<Integer> places(long from, long to) {
        var part = counts.takeNext(LOG, from, to).orElseThrow();
        assertThat(records(part.cells().values())).isEqualTo(part.entries());
        return part.places().stream().boxed().toList();
    }

    private RecentCounts counts(long bytesMax) {
        return new RecentCounts(SMALL, bytesMax, nanos::get);
    }

    private long total(long number) {
        return records(counts.takeWhole(LOG, number).orElseThrow().cells().values());
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
