// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the writer does with the next group while a group is in its COMMIT, and when that does not succeed. */
class NextGroupIT {
    private static final int FRONT = 2;
    private static final int BEHIND = 3;
    /** Enough to bring about what is to happen before; less than the server gives a COMMIT. */
    private static final long SPOOL_AFTER_MILLIS = 5_000;

    private static TestStorage plain;
    private static TestStorage spooling;
    private TestStorage storage;
    private HeldCommits held;
    private Tenant tenant;

    @BeforeAll
    static void start() {
        var target = TestDatabase.create();
        plain = TestStorage.on(target);
        HeldCommits.install(plain.storage().adminPool());
        spooling = TestStorage.spooling(TestDatabase.text(target), plain.dataDir(), SPOOL_AFTER_MILLIS);
    }

    @AfterAll
    static void stop() {
        spooling.close();
        plain.close();
    }

    @BeforeEach
    void open() {
        storage = plain;
        held = new HeldCommits(plain.storage().adminPool());
        tenant = plain.tenant("next-group-" + System.nanoTime());
    }

    @AfterEach
    void close() {
        held.close();
    }

    @Test
    void aGroupIsFormedWhileTheOneBeforeCommits_andNoneBehindIt() {
        var groups = groups();
        var front = request(FRONT);
        var next = request(BEHIND);
        var answers = new ArrayList<>(inCommitWithNext(front, next));
        answers.add(storage.append(request(1)));
        awaitWaiting(1);

        held.letGo(FRONT);

        assertThat(await(Future.all(answers)).<Receipt>list())
                .containsExactly(
                        new Receipt(0, FRONT, false),
                        new Receipt(FRONT, BEHIND, false),
                        new Receipt(FRONT + BEHIND, 1, false));
        // each alone, because the second did not wait for the third, nor the third for the first
        assertThat(groups() - groups).isEqualTo(3);
    }

    @Test
    void nothingWaits_andTheNextGroupGathersWhileTheOneBeforeCommits() {
        var groups = groups();
        held.hold(FRONT);
        var answers = new ArrayList<Future<Receipt>>(List.of(storage.append(request(FRONT))));
        held.awaitCommit();
        answers.add(storage.append(request(1)));
        answers.add(storage.append(request(BEHIND)));
        awaitWaiting(2);

        held.letGo(FRONT);

        assertThat(await(Future.all(answers)).<Receipt>list())
                .containsExactly(
                        new Receipt(0, FRONT, false),
                        new Receipt(FRONT, 1, false),
                        new Receipt(FRONT + 1, BEHIND, false));
        assertThat(groups() - groups).isEqualTo(2);
    }

    @Test
    void theDataOfACommitAreAtFault_andTheNextGroupIsStoredBehindTheInnocent() {
        held.holdHead(tenant);
        held.hold(FRONT);
        held.hold(HeldCommits.REFUSED);
        var front = storage.append(request(FRONT));
        held.awaitWaiting();
        var innocent = storage.append(request(1));
        var guilty = storage.append(request(HeldCommits.REFUSED));
        awaitWaiting(2);
        held.letGoOfHead();
        awaitWaiting(0);
        var next = storage.append(request(BEHIND));
        awaitWaiting(1);
        held.letGo(FRONT);
        // both are stored but for COMMIT, and the next waits behind them
        awaitWaiting(0);
        held.awaitCommit();

        held.letGo(HeldCommits.REFUSED);

        assertThat(await(front)).isEqualTo(new Receipt(0, FRONT, false));
        assertThat(await(innocent)).isEqualTo(new Receipt(FRONT, 1, false));
        assertRefused(guilty, Refusal.Reason.BUG);
        assertThat(await(next)).isEqualTo(new Receipt(FRONT + 1, BEHIND, false));
        assertThat(storedCounts()).containsExactly(FRONT, 1, BEHIND);
    }

    @Test
    void theConnectionBreaksInACommit_andTheNextGroupIsStoredOverAnother() {
        var front = request(FRONT);
        var answers = inCommitWithNext(front, request(BEHIND));

        held.cut();
        held.letGo(FRONT);

        assertRefused(answers.get(0), Refusal.Reason.DATABASE_AWAY);
        assertThat(await(answers.get(1))).isEqualTo(new Receipt(0, BEHIND, false));
        assertThat(await(storage.append(front))).isEqualTo(new Receipt(BEHIND, FRONT, false));
        assertThat(storedCounts()).containsExactly(BEHIND, FRONT);
    }

    @Test
    void theConnectionBreaksInACommit_andTheNextGroupGoesBehindItIntoTheSpool() {
        storage = spooling;
        var answers = inCommitWithNext(request(FRONT), request(BEHIND));

        held.cut();

        assertSpooledInOrder(answers);
    }

    @Test
    void aCommitTakesTooLong_andTheNextGroupGoesBehindItIntoTheSpool() {
        storage = spooling;

        // nothing is let go before both are answered
        assertSpooledInOrder(inCommitWithNext(request(FRONT), request(BEHIND)));
    }

    @Test
    void aRequestOfTheNextGroupThatIsInTheCommitToo_isStoredOnce() {
        var front = request(FRONT);
        var answers = inCommitWithNext(front, front);

        held.letGo(FRONT);

        assertThat(await(Future.all(answers)).<Receipt>list())
                .containsExactly(new Receipt(0, FRONT, false), new Receipt(0, FRONT, true));
        assertThat(storedCounts()).containsExactly(FRONT);
    }

    @Test
    void theWriterStops_whenBothGroupsAreAnswered() {
        var answers = inCommitWithNext(request(FRONT), request(BEHIND));

        var stopped = storage.storage().stopWriter();
        assertThat(stopped.isComplete()).isFalse();
        held.letGo(FRONT);
        await(stopped);

        assertThat(await(Future.all(answers)).<Receipt>list())
                .containsExactly(new Receipt(0, FRONT, false), new Receipt(FRONT, BEHIND, false));
        await(storage.storage().startWriter());
    }

    /** The answers of a request in its COMMIT and of one that waits behind it at the thread. */
    private List<Future<Receipt>> inCommitWithNext(AppendRequest front, AppendRequest next) {
        held.holdHead(tenant);
        held.hold(FRONT);
        var first = storage.append(front);
        held.awaitWaiting();
        var second = storage.append(next);
        awaitWaiting(1);
        held.letGoOfHead();
        held.awaitCommit();
        awaitWaiting(0);
        assertThat(first.isComplete() || second.isComplete()).isFalse();
        return List.of(first, second);
    }

    private void assertSpooledInOrder(List<Future<Receipt>> answers) {
        assertThat(await(Future.all(answers)).<Receipt>list())
                .containsExactly(Receipt.spooled(FRONT, false), Receipt.spooled(BEHIND, false));
        held.letGo(FRONT);
        HeldCommits.awaitTrue(() -> {
            await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
            return !storage.storage().spool().isSpooling();
        });
        assertThat(storedCounts()).containsExactly(FRONT, BEHIND);
        assertThat(await(storage.storage().reader().size(tenant))).isEqualTo(FRONT + BEHIND);
    }

    private static void assertRefused(Future<Receipt> answer, Refusal.Reason reason) {
        assertThatThrownBy(() -> await(answer))
                .asInstanceOf(type(Refusal.class))
                .returns(reason, Refusal::reason);
    }

    private AppendRequest request(int records) {
        return TestRecords.request(tenant, TestRecords.many(records));
    }

    private long groups() {
        return storage.registry()
                .get("deedbook.storage.group.records")
                .summary()
                .count();
    }

    private void awaitWaiting(int requests) {
        HeldCommits.awaitTrue(() -> {
            await(storage.vertx().timer(1, TimeUnit.MILLISECONDS));
            return storage.registry().get("deedbook.storage.waiting").gauge().value() == requests;
        });
    }

    /** How many records each request has that is in the log, in its order. */
    private List<Integer> storedCounts() {
        var counts = new ArrayList<Integer>();
        await(plain.storage()
                        .adminPool()
                        .preparedQuery("select count from export_receipt where log_id = $1 order by first_index")
                        .execute(Tuple.of(tenant.id())))
                .forEach(row -> counts.add(row.getInteger(0)));
        return counts;
    }
}
