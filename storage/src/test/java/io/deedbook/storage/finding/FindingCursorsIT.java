// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.finding.FindingCursors.DueLog;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FindingCursorsIT {
    private static final Position START = new Position(0, 0);

    private static DatabaseUrl url;
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    private static FindingCursors of(String holder, Duration lease) {
        return new FindingCursors(storage.storage().adminPool(), holder, lease);
    }

    private static FindingCursors of(String holder) {
        return of(holder, Duration.ofSeconds(30));
    }

    private static List<Integer> logs(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> storage.tenant(name + number).id())
                .toList();
    }

    private static Move move(int logId, Position from, long toIndex) {
        return new Move(logId, from, new Position(toIndex, 7), 9);
    }

    private static List<Long> indexes(List<Integer> logIds) {
        var indexes = new ArrayList<Long>();
        await(storage.storage()
                        .adminPool()
                        .preparedQuery("select next_index from finding_cursor where log_id = any($1) order by log_id")
                        .execute(Tuple.of((Object) logIds.toArray(Integer[]::new))))
                .forEach(row -> indexes.add(row.getLong(0)));
        return indexes;
    }

    @Test
    void release_ofSome_letsOthersHaveThem_andWhoHadThemMovesThemNoMore() {
        var logs = logs("some", 3);
        var first = of("first");
        await(first.acquire(logs.subList(0, 2)));
        await(of("second").acquire(logs.subList(2, 3)));

        await(first.release(List.of(logs.get(0), logs.get(2))));

        assertThat(await(first.move(List.of(move(logs.get(0), START, 5), move(logs.get(1), START, 5)))))
                .containsExactly(logs.get(1));
        assertThat(await(of("third").acquire(logs))).containsOnlyKeys(logs.get(0));
    }

    @Test
    void release_waitsForNothingThatIsUnderWay() throws Exception {
        var logs = logs("underway", 2);
        var first = of("first");
        await(first.acquire(logs));
        try (var connection = TestDatabase.connect(url);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from finding_cursor where log_id = " + logs.get(0) + " for update");

            await(first.release(logs));
        }

        assertThat(await(of("second").acquire(logs))).containsOnlyKeys(logs.get(1));
    }

    @Test
    void acquire_givesWhatNobodyElseHolds() {
        var logs = logs("acquire", 3);
        var first = of("first");
        assertThat(await(first.acquire(logs.subList(0, 1)))).isEqualTo(Map.of(logs.get(0), START));

        assertThat(await(of("second").acquire(logs))).containsOnlyKeys(logs.get(1), logs.get(2));

        assertThat(await(first.acquire(logs))).containsOnlyKeys(logs.get(0));
        await(first.release());
        assertThat(await(of("third").acquire(logs))).containsOnlyKeys(logs.get(0));
    }

    @Test
    void acquire_takesOverWhereTheLastHolderLeftIt() {
        var logs = logs("over", 2);
        var first = of("gone", Duration.ofMillis(1));
        var held = await(first.acquire(logs));
        await(first.move(List.of(move(logs.get(0), held.get(logs.get(0)), 5))));

        // a millisecond is over by the next statement, or by one of those after it
        var second = of("heir");
        Map<Integer, Position> taken;
        do {
            taken = await(second.acquire(logs));
        } while (taken.size() < logs.size());

        assertThat(taken).isEqualTo(Map.of(logs.get(0), new Position(5, 7), logs.get(1), START));
    }

    @Test
    void move_movesAllThatAreHeldAndStandWhereTheyAreMovedFrom() {
        var logs = logs("move", 4);
        var mine = of("mine");
        await(of("theirs").acquire(logs.subList(1, 2)));
        await(mine.acquire(logs));
        await(mine.move(List.of(move(logs.get(2), START, 3))));

        var moved = await(mine.move(List.of(
                move(logs.get(3), START, 8),
                move(logs.get(2), START, 8),
                move(logs.get(1), START, 8),
                move(logs.get(0), START, 8))));

        assertThat(moved).isEqualTo(Set.of(logs.get(0), logs.get(3)));
        assertThat(indexes(logs)).containsExactly(8L, 0L, 3L, 8L);
    }

    @Test
    void twoThatTakeThemselvesForTheHolder_moveEachCursorOnce() {
        var logs = logs("twice", 40);
        // the same name twice: as if a lease had run out without its holder's noticing
        var one = of("same");
        var other = of("same");
        await(one.acquire(logs));
        var position = START;
        for (var round = 1; round <= 20; round++) {
            var from = position;
            var to = round;
            var moves = logs.stream().map(log -> move(log, from, to)).toList();
            var backwards = new ArrayList<>(moves);
            Collections.reverse(backwards);

            var first = one.move(moves);
            var second = other.move(backwards);
            await(Future.join(first, second));

            assertThat(Collections.disjoint(first.result(), second.result())).isTrue();
            assertThat(first.result().size() + second.result().size()).isEqualTo(logs.size());
            position = new Position(round, 7);
        }
    }

    @Test
    void due_saysWhichLogsAnotherHolds() {
        var mine = storage.tenant("due-mine");
        var theirs = storage.tenant("due-theirs");
        var nobodys = storage.tenant("due-nobodys");
        for (var tenant : List.of(mine, theirs, nobodys)) {
            await(storage.append(TestRecords.request(tenant, List.of(TestRecords.sealed(draft -> {})))));
        }
        var cursors = of("looking");
        await(cursors.acquire(List.of(mine.id())));
        await(of("elsewhere").acquire(List.of(theirs.id())));

        assertThat(await(cursors.due(0))).contains(due(mine, true), due(theirs, false), due(nobodys, true));
    }

    private static DueLog due(Tenant tenant, boolean free) {
        return new DueLog(tenant, 1, 0, free);
    }
}
