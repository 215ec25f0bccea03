// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.correlate.Observed;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentRecordsTest {
    private static final int LOG = 7;
    private static final Set<Field> COLUMNS = EnumSet.of(Field.SEQUENCE, Field.EVENT, Field.RULES);

    private final RecentRecords recent = new RecentRecords(10_000_000);

    @Test
    void range_joinsWhatFollowsEachOther() {
        recent.want(LOG, COLUMNS, 0);
        recent.committed(LOG, 10, TestRecords.many(3));
        recent.committed(LOG, 13, TestRecords.many(2));
        recent.committed(LOG, 16, TestRecords.many(5));

        assertThat(indexes(recent.range(LOG, 11, 100))).containsExactly(11L, 12L, 13L, 14L);
        assertThat(indexes(recent.range(LOG, 11, 13))).containsExactly(11L, 12L);
    }

    @Test
    void range_isEmptyWhereTheFirstIsMissing() {
        recent.want(LOG, COLUMNS, 0);
        recent.committed(LOG, 10, TestRecords.many(3));

        assertThat(recent.range(LOG, 9, 100)).isEmpty();
        assertThat(recent.range(LOG, 13, 100)).isEmpty();
        assertThat(recent.range(LOG + 1, 10, 100)).isEmpty();
    }

    @Test
    void range_hasTheColumnsThatAreWanted() {
        recent.want(LOG, COLUMNS, 0);
        var rules = List.of("shell-pipe", "secret-read");
        recent.committed(LOG, 10, List.of(record(1, rules), record(2, List.copyOf(rules)), record(3, List.of())));

        var observed = recent.range(LOG, 10, 13);

        assertThat(column(observed, Field.SEQUENCE)).containsExactly(1L, 2L, 3L);
        assertThat(column(observed, Field.EVENT)).containsOnly("tool_result");
        assertThat(column(observed, Field.RULES)).containsExactly(rules, rules, null);
        assertThat(column(observed, Field.ACTION)).containsOnlyNulls();
        assertThat(observed).allSatisfy(record -> {
            assertThat(record.receivedUnixNanos()).isEqualTo(TestRecords.RECEIVED_UNIX_NANOS);
            assertThat(record.timeUnixNanos()).isEqualTo(TestRecords.RECEIVED_UNIX_NANOS - 5);
        });
    }

    @Test
    void nextFrom_saysWhereReadingCanStop() {
        recent.want(LOG, COLUMNS, 0);
        recent.committed(LOG, 10, TestRecords.many(3));

        assertThat(recent.nextFrom(LOG, 4, 100)).isEqualTo(10);
        assertThat(recent.nextFrom(LOG, 4, 8)).isEqualTo(8);
        assertThat(recent.nextFrom(LOG, 13, 100)).isEqualTo(100);
        assertThat(recent.nextFrom(LOG + 1, 4, 100)).isEqualTo(100);
    }

    @Test
    void letGo_letsGoWhatLiesBefore() {
        recent.want(LOG, COLUMNS, 0);
        recent.committed(LOG, 0, TestRecords.many(3));
        recent.committed(LOG, 3, TestRecords.many(3));

        recent.letGo(LOG, 3);
        assertThat(recent.range(LOG, 0, 3)).isEmpty();
        assertThat(indexes(recent.range(LOG, 3, 6))).containsExactly(3L, 4L, 5L);
    }

    @Test
    void committed_holdsNothingThatIsEvaluatedAlready() {
        recent.want(LOG, COLUMNS, 10);
        recent.committed(LOG, 7, TestRecords.many(3));
        recent.letGo(LOG, 13);
        recent.committed(LOG, 10, TestRecords.many(3));
        recent.committed(LOG, 12, TestRecords.many(2));

        assertThat(recent.range(LOG, 7, 13)).isEmpty();
        assertThat(recent.range(LOG, 10, 12)).isEmpty();
        assertThat(indexes(recent.range(LOG, 13, 20))).containsExactly(13L);
    }

    @Test
    void committed_holdsNothingOfALogThatIsNotEvaluatedHere() {
        recent.committed(LOG, 0, TestRecords.many(3));
        recent.want(LOG, COLUMNS, 0);
        recent.committed(LOG, 3, TestRecords.many(3));
        recent.forget(LOG);
        recent.committed(LOG, 6, TestRecords.many(3));
        recent.want(LOG, COLUMNS, 0);

        assertThat(LongStream.range(0, 9).filter(index -> isHeld(recent, LOG, index)))
                .isEmpty();
    }

    @Test
    void committed_leavesOutTheLatest_whenThereIsNoRoom() {
        var small = new RecentRecords(30_000);
        LongStream.range(0, 5).forEach(log -> small.want((int) log, COLUMNS, 0));
        for (var first = 0L; first < 1_000; first++) {
            small.committed((int) (first % 5), first, TestRecords.many(1));
        }

        var held = LongStream.range(0, 1_000)
                .filter(index -> isHeld(small, (int) (index % 5), index))
                .count();
        assertThat(held).isBetween(30L, 90L);
        assertThat(LongStream.range(0, held).allMatch(index -> isHeld(small, (int) (index % 5), index)))
                .isTrue();
    }

    @Test
    void committed_findsRoomAgain_whenTheOldestAreEvaluated() {
        var small = new RecentRecords(30_000);
        small.want(LOG, COLUMNS, 0);
        for (var first = 0L; first < 1_000; first += 10) {
            small.committed(LOG, first, TestRecords.many(10));
        }

        small.letGo(LOG, 20);
        small.committed(LOG, 1_000, TestRecords.many(10));

        assertThat(small.nextFrom(LOG, 500, 2_000)).isEqualTo(1_000);
        assertThat(small.range(LOG, 1_000, 2_000)).hasSize(10);
    }

    @Test
    void bytes_countWhatCameAsBytesEachTime_andWhatThePipelineNamesOnce() {
        var columns = new HeldColumns(COLUMNS);
        var shared = List.of("shell-pipe", "secret-read");
        var first = columns.hold(record(1, shared), null);
        var other = columns.hold(record(2, List.of()), first);
        var again = columns.hold(record(3, shared), other);
        var fresh = columns.hold(record(4, List.copyOf(new ArrayList<>(shared))), other);

        columns.bytes(first, null);
        var known = columns.bytes(again, other);
        assertThat(columns.bytes(fresh, other)).isGreaterThan(known + "shell-pipe".length());
    }

    private static SealedRecord record(long sequence, List<String> rules) {
        return TestRecords.sealed(draft -> {
            draft.put(Field.SEQUENCE, sequence);
            draft.put(Field.RULES, rules);
        });
    }

    private static boolean isHeld(RecentRecords records, int log, long index) {
        return !records.range(log, index, index + 1).isEmpty();
    }

    private static List<Object> column(List<Observed> records, Field field) {
        return records.stream().map(record -> record.values()[field.ordinal()]).toList();
    }

    private static List<Long> indexes(List<Observed> records) {
        return records.stream().map(Observed::index).toList();
    }
}
