// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found in several logs at once. */
class FindingsTogetherIT {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private DatabaseUrl url;
    private TestStorage storage;
    private List<Tenant> tenants;

    /** Five calls that were rejected in each of three logs. */
    @BeforeEach
    void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        tenants = List.of(storage.tenant("one"), storage.tenant("two"), storage.tenant("three"));
        for (var tenant : tenants) {
            for (var call = 0; call < 5; call++) {
                var second = call;
                var record = TestRecords.sealed(
                        TestRecords.RECEIVED_UNIX_NANOS - TimeUnit.HOURS.toNanos(2) + TimeUnit.SECONDS.toNanos(second),
                        draft -> {
                            draft.put(Field.SESSION_ID, "s");
                            draft.put(Field.TEAM, tenant.name());
                            draft.put(Field.EVENT, "tool_decision");
                            draft.put(Field.ACTION, "tool_decision");
                            draft.put(Field.DECISION, "reject");
                            draft.put(Field.SIGNAL, "log");
                        });
                await(storage.append(TestRecords.request(tenant, List.of(record))));
            }
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void findingsOfSeveralLogs_areStoredInOneTransaction() {
        var evaluator = evaluator(() -> Future.succeededFuture());

        await(evaluator.evaluateNow());

        for (var tenant : tenants) {
            // each names the team of its records
            assertThat(texts("select team from record where kind = 'finding' and log_id = $1", tenant))
                    .containsExactly(tenant.name());
            assertThat(texts("select next_index::text from finding_cursor where log_id = $1", tenant))
                    .containsExactly("5");
            var report = await(new LedgerVerifier(storage.vertx())
                    .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
            assertThat(report.findings()).isEmpty();
        }
        assertThat(transactions()).isOne();
        await(evaluator.evaluateNow());
        assertThat(texts("select rule from finding where log_id > $1 - 3", tenants.get(2)))
                .hasSize(3);
        await(evaluator.stop());
    }

    /** As another collector took it while this one was silent for longer than its lease. */
    @Test
    void findingsOfALogThatAnotherHasTaken_keepThoseOfOthersFromNothing() {
        var taken = tenants.get(1);
        var evaluator = evaluator(() -> admin().preparedQuery(
                        "update finding_cursor set holder = 'other', leased_until = now() + interval '1 hour'"
                                + " where log_id = $1")
                .execute(Tuple.of(taken.id()))
                .mapEmpty());

        await(evaluator.evaluateNow());

        var found = "select team from record where kind = 'finding' and log_id = $1";
        assertThat(texts(found, tenants.get(0))).containsExactly("one");
        assertThat(texts(found, taken)).isEmpty();
        assertThat(texts(found, tenants.get(2))).containsExactly("three");
        assertThat(transactions()).isEqualTo(2);
        assertThat(texts("select next_index::text from finding_cursor where log_id = $1", taken))
                .containsExactly("0");
        await(evaluator.stop());
    }

    /** As somebody changed it who may write to the database. */
    @Test
    void aRecordThatCantBeRead_failsItsLogAlone() {
        var changed = tenants.get(2);
        await(admin().withTransaction(connection -> connection
                .query("set local session_replication_role = replica")
                .execute()
                .compose(set -> connection
                        .preparedQuery("update record set rules = array[null]::text[] where log_id = $1 and idx = 4")
                        .execute(Tuple.of(changed.id())))));
        var evaluator = evaluator(() -> Future.succeededFuture());

        var round = evaluator.evaluateNow();
        assertThatThrownBy(() -> await(round)).isInstanceOf(NullPointerException.class);

        var cursors = "select next_index::text from finding_cursor where log_id = $1";
        var found = "select team from record where kind = 'finding' and log_id = $1";
        for (var tenant : tenants.subList(0, 2)) {
            assertThat(texts(cursors, tenant)).containsExactly("5");
            assertThat(texts(found, tenant)).containsExactly(tenant.name());
        }
        assertThat(texts(cursors, changed)).containsExactly("0");
        assertThat(texts(found, changed)).isEmpty();
        await(evaluator.stop());
    }

    /** As an erasure does that takes its time. */
    @Test
    void findingsOfALogThatSomebodyKeeps_keepThoseOfOthersNotForLong() throws InterruptedException {
        var kept = await(admin().getConnection());
        await(kept.query("begin").execute());
        await(kept.preparedQuery("select from log_head where log_id = $1 for update")
                .execute(Tuple.of(tenants.get(1).id())));
        var evaluator = evaluator(() -> Future.succeededFuture());

        var round = evaluator.evaluateNow();
        var found = "select team from record where kind = 'finding' and log_id = $1";
        while (texts(found, tenants.get(0)).isEmpty()) {
            assertThat(round.isComplete()).isFalse();
            Thread.sleep(20);
        }

        await(kept.query("rollback").execute());
        await(kept.close());
        await(round);
        for (var tenant : tenants) {
            assertThat(texts(found, tenant)).containsExactly(tenant.name());
        }
        await(evaluator.stop());
    }

    /** @param before is waited for before the records of what was found are read */
    private FindingEvaluator evaluator(Supplier<Future<Void>> before) {
        return WaitingEvaluator.of(
                storage, url, LEASE, sql -> sql.contains("f.conclusion"), parameters -> before.get());
    }

    private Pool admin() {
        return storage.storage().adminPool();
    }

    private List<String> texts(String sql, Tenant tenant) {
        var rows = await(admin().preparedQuery(sql).execute(Tuple.of(tenant.id())));
        return rows.stream().map(row -> row.getString(0)).toList();
    }

    /** That stored findings. */
    private long transactions() {
        return await(admin().query("select count(distinct xmin::text) from record where kind = 'finding'")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }
}
