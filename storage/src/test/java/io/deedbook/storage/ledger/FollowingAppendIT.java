// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group is copied over one connection while the group before it is committed over another. */
class FollowingAppendIT {
    private static final long MILLIS_MAX = 8_000;
    /** A constraint trigger that is deferred runs in COMMIT, where the lock that the test has keeps it. */
    private static final String HOLD_COMMITS = """
            create function hold_commit() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock_shared(27); return null; end';
            create constraint trigger hold_commit after insert on export_receipt
                deferrable initially deferred for each row execute function hold_commit()""";

    private static final String HELD = "select pid from pg_locks join pg_stat_activity using (pid)"
            + " where locktype = 'advisory' and not granted and datname = current_database()";

    private DatabaseUrl url;
    private TestStorage storage;
    private SqlConnection admin;
    private PostgresLedger first;
    private PostgresLedger second;

    @BeforeEach
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(TestDatabase.text(url), TestStorage.temporaryDirectory());
        admin = await(storage.storage().adminPool().getConnection());
        first = ledger();
        second = ledger();
    }

    @AfterEach
    void close() {
        await(first.close());
        await(second.close());
        await(admin.close());
        storage.close();
    }

    @Test
    void follow_isBehindTheOneBefore() {
        var tenant = storage.tenant("two");
        holdCommits();
        var lead = new Lead();
        var one = first.append(group(tenant, 3, 2), MILLIS_MAX, lead);
        leftBy(lead);

        var two = second.follow(lead, group(tenant, 4, 1), MILLIS_MAX, new Lead());
        heldTransaction();
        assertThat(one.isComplete() || two.isComplete()).isFalse();
        release();

        assertThat(await(one)).containsExactly(stored(0, 3), stored(3, 2));
        assertThat(await(two)).hasValue(List.of(stored(5, 4), stored(9, 1)));
        verifies(tenant, 10);
    }

    @Test
    void follow_alsoAppendsToLogsThatTheOneBeforeDoesNotTouch() {
        var tenant = storage.tenant("touched");
        var other = storage.tenant("other");
        await(storage.append(TestRecords.request(other, TestRecords.many(7))));
        var lead = new Lead();
        await(first.append(group(tenant, 3), MILLIS_MAX, lead));

        var two = second.follow(
                lead,
                List.of(
                        TestRecords.request(other, TestRecords.many(2)),
                        TestRecords.request(tenant, TestRecords.many(1))),
                MILLIS_MAX,
                new Lead());

        assertThat(await(two)).hasValue(List.of(stored(7, 2), stored(3, 1)));
        verifies(tenant, 4);
        verifies(other, 9);
    }

    @Test
    void follow_findsARequestOfTheOneBefore() {
        var tenant = storage.tenant("impatient");
        var request = TestRecords.request(tenant, TestRecords.many(3));
        holdCommits();
        var lead = new Lead();
        var one = first.append(List.of(request), MILLIS_MAX, lead);
        leftBy(lead);

        var two = second.follow(
                lead, List.of(request, TestRecords.request(tenant, TestRecords.many(2))), MILLIS_MAX, new Lead());
        heldTransaction();
        release();

        assertThat(await(one)).containsExactly(stored(0, 3));
        assertThat(await(two)).hasValue(List.of(new AppendOutcome.Stored(new Receipt(0, 3, true)), stored(3, 2)));
        verifies(tenant, 5);
    }

    @Test
    void follow_storesNothingBehindATransactionThatFails() {
        var tenant = storage.tenant("failing");
        holdCommits();
        var lead = new Lead();
        var one = first.append(group(tenant, 3), MILLIS_MAX, lead);
        leftBy(lead);
        var next = new Lead();
        var two = second.follow(lead, group(tenant, 4), MILLIS_MAX, next);

        var backend = heldTransaction();
        await(admin.query("select pg_terminate_backend(" + backend + ")").execute());

        boolean failed = await(one.transform(ended -> Future.succeededFuture(ended.failed())));
        assertThat(failed).isTrue();
        assertThat(await(two)).isEmpty();
        assertThat(await(Future.fromCompletionStage(next.left()))).isEmpty();
        release();
        assertThat(await(second.append(group(tenant, 2), MILLIS_MAX))).containsExactly(stored(0, 2));
        verifies(tenant, 2);
    }

    @Test
    void follow_storesNothingWhereAnotherHasComeBetween() {
        var tenant = storage.tenant("overtaken");
        var lead = new Lead();
        await(first.append(group(tenant, 3), MILLIS_MAX, lead));
        await(storage.append(TestRecords.request(tenant, TestRecords.many(1))));

        assertThat(await(second.follow(lead, group(tenant, 4), MILLIS_MAX, new Lead())))
                .isEmpty();

        assertThat(await(second.append(group(tenant, 4), MILLIS_MAX))).containsExactly(stored(4, 4));
        verifies(tenant, 8);
    }

    @Test
    void follow_waitsForNobodyWhoHasTheHead() {
        var tenant = storage.tenant("locked");
        var lead = new Lead();
        await(first.append(group(tenant, 3), MILLIS_MAX, lead));
        await(admin.query("begin").execute());
        await(admin.query("select * from log_head where log_id = " + tenant.id() + " for update")
                .execute());

        assertThat(await(second.follow(lead, group(tenant, 4), MILLIS_MAX, new Lead())))
                .isEmpty();

        await(admin.query("rollback").execute());
        verifies(tenant, 3);
    }

    @Test
    void follow_storesNothingOfALogWhereTheHeadOfAnotherHasMoved() {
        var tenant = storage.tenant("still");
        var other = storage.tenant("moved");
        var lead = new Lead();
        await(first.append(List.of(request(tenant, 3), request(other, 3)), MILLIS_MAX, lead));
        await(storage.append(request(other, 1)));

        assertThat(await(second.follow(lead, List.of(request(tenant, 2), request(other, 2)), MILLIS_MAX, new Lead())))
                .isEmpty();

        verifies(tenant, 3);
        verifies(other, 4);
    }

    @Test
    void follow_findsARequestOfLongBefore() {
        var tenant = storage.tenant("resent");
        var request = request(tenant, 2);
        await(storage.append(request));
        var lead = new Lead();
        await(first.append(group(tenant, 3), MILLIS_MAX, lead));

        var two = second.follow(lead, List.of(request), MILLIS_MAX, new Lead());

        assertThat(await(two)).hasValue(List.of(new AppendOutcome.Stored(new Receipt(0, 2, true))));
        verifies(tenant, 5);
    }

    @Test
    void writer_keepsTheOrderWhereGroupsFollowEachOther() {
        var tenant = storage.tenant("ordered");
        holdCommits();
        // each fills a group, so the second has to wait for the first or follow it
        var requests = group(tenant, 1_500, 1_500, 1_500, 1_500, 1_500);
        var answers = requests.stream().map(storage::append).toList();
        heldTransaction();
        release();

        for (var number = 0; number < answers.size(); number++) {
            assertThat(await(answers.get(number))).isEqualTo(new Receipt(1_500L * number, 1_500, false));
        }
        assertThat(followers(storage, "committed")).isPositive();
        verifies(tenant, 7_500);
    }

    @Test
    void writersOfTwoCollectors_storeEverythingOnce() {
        var tenant = storage.tenant("contended");
        try (var other = TestStorage.on(TestDatabase.text(url), storage.dataDir())) {
            var answers = new ArrayList<Future<Receipt>>();
            for (var number = 0; number < 120; number++) {
                var writer = number % 2 == 0 ? storage : other;
                answers.add(writer.append(TestRecords.request(tenant, TestRecords.many(700))));
            }

            var firsts = new ArrayList<Long>();
            answers.forEach(answer -> firsts.add(await(answer).firstIndex()));

            assertThat(firsts).doesNotHaveDuplicates().allMatch(index -> index % 700 == 0);
            assertThat(followers(storage, "overtaken") + followers(other, "overtaken"))
                    .isPositive();
        }
        verifies(tenant, 120 * 700);
    }

    private static double followers(TestStorage collector, String outcome) {
        return collector
                .registry()
                .counter("deedbook.storage.followers", "outcome", outcome)
                .count();
    }

    private PostgresLedger ledger() {
        return new PostgresLedger(
                storage.vertx(),
                WriterConnection.of(url, Roles.establish(url)),
                new Partitions(storage.storage().adminPool()),
                CommitListener.NONE);
    }

    private static List<AppendRequest> group(Tenant tenant, int... records) {
        return Arrays.stream(records).mapToObj(count -> request(tenant, count)).toList();
    }

    private static AppendRequest request(Tenant tenant, int records) {
        return TestRecords.request(tenant, TestRecords.many(records));
    }

    private static AppendOutcome stored(long first, int count) {
        return new AppendOutcome.Stored(new Receipt(first, count, false));
    }

    private static void leftBy(Lead lead) {
        assertThat(await(Future.fromCompletionStage(lead.left()))).isPresent();
    }

    private void holdCommits() {
        await(admin.query(HOLD_COMMITS).execute());
        await(admin.query("select pg_advisory_lock(27)").execute());
    }

    private void release() {
        await(admin.query("select pg_advisory_unlock(27)").execute());
    }

    /** The backend whose COMMIT is held, once there is one. */
    private int heldTransaction() {
        var held = await(admin.query(HELD).execute());
        while (held.size() == 0) {
            held = await(admin.query(HELD).execute());
        }
        return held.iterator().next().getInteger(0);
    }

    private void verifies(Tenant tenant, long records) {
        await(storage.storage().publisher().publishNow());
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.records()).isEqualTo(records);
    }
}
