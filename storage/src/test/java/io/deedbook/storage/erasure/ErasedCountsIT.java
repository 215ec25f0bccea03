// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.summary.Stretches;
import io.deedbook.storage.summary.SummaryHold;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasedCountsIT {
    private static final int RECORDS = Stretches.STANDARD.entries() + 100;

    private String url;
    private TestStorage storage;

    @BeforeEach
    void open() {
        url = TestDatabase.text(TestDatabase.create());
        storage = TestStorage.on(url, TestStorage.temporaryDirectory());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void erase_takesRecordsFromTheCountsOfTheTeamAndNotFromThoseOfTheTenant() {
        var tenant = storage.tenant("counted");
        TestPeople.append(storage, tenant, TestPeople.inTurn(RECORDS));
        var summarizer = storage.storage().summarizer();
        await(summarizer.runNow());
        assertThat(ofTeam(tenant)).isEqualTo(RECORDS);
        // so that what follows is seen before it is summed up again
        await(summarizer.stop());

        TestPeople.erase(storage.storage(), TestPeople.request(tenant, JANE));

        assertThat(ofTeam(tenant)).isEqualTo(RECORDS / 2);
        await(summarizer.runNow());
        assertThat(ofTeam(tenant)).isEqualTo(RECORDS / 2);
        assertThat(summarised(tenant)).isEqualTo(Stretches.STANDARD.entries() / 2);
        assertThat(await(storage.storage().reader().stats(tenant, null)).records())
                .isEqualTo(await(storage.storage().reader().size(tenant)));
    }

    @Test
    void erase_keepsNobodyFromAppendingWhileItWaitsForAStretchToBeSummedUp() {
        var tenant = storage.tenant("waiting");
        TestPeople.append(storage, tenant, TestPeople.inTurn(4));
        var summingUp = await(storage.storage().adminPool().getConnection());
        await(summingUp.query("begin").execute());
        // as the summarizer does
        await(summingUp
                .query("insert into summary_cursor (log_id) values (" + tenant.id() + ")")
                .execute());
        var erasure = storage.storage().erasures().start(TestPeople.request(tenant, JANE), progress -> {});
        await(waiting());

        TestPeople.append(storage, tenant, TestPeople.inTurn(1));

        await(summingUp.query("commit").execute().eventually(summingUp::close));
        await(await(erasure).ended());
        assertThat(ofTeam(tenant)).isEqualTo(3);
    }

    /** The other is a collector of an earlier release, which took the head first. */
    @Test
    void erase_triesAgainWhenPostgresqlEndsItBecauseItAndAnotherWaitForEachOther() {
        var tenant = storage.tenant("ring");
        TestPeople.append(storage, tenant, TestPeople.inTurn(4));
        var other = await(storage.storage().adminPool().getConnection());
        await(other.query("begin").execute());
        // who looks for a ring first is ended
        await(other.query("set local deadlock_timeout = '1min'").execute());
        await(other.query("select from log_head where log_id = " + tenant.id() + " for update")
                .execute());
        var erasure = storage.storage().erasures().start(TestPeople.request(tenant, JANE), progress -> {});
        await(waiting());

        // which the erasure has, and keeps until it is ended
        await(SummaryHold.take(other, tenant.id()));

        await(other.query("commit").execute().eventually(other::close));
        var ended = await(await(erasure).ended());
        assertThat(ended.progress().state()).isEqualTo(ErasureProgress.DONE);
        assertThat(ended.progress().erased()).isEqualTo(2);
        assertThat(TestPeople.column(storage, tenant, "user_email")).doesNotContain(JANE);
        assertThat(TestPeople.contents(storage, tenant, Kind.ERASURE)).hasSize(1);
        assertThat(TestPeople.verify(storage, tenant).findings()).isEmpty();
    }

    /** Completes once a transaction waits for the row of another. */
    private Future<Void> waiting() {
        return AsyncLoop.repeat(() -> storage.storage()
                .adminPool()
                .query("select exists (select from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock')")
                .execute()
                .map(rows -> !rows.iterator().next().getBoolean(0)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void erase_isNotUndoneByWhatWasCountedBefore(boolean elsewhere) {
        var tenant = storage.tenant("recent");
        var summarizer = storage.storage().summarizer();
        await(summarizer.stop());
        // the first that is summed up is read, the second not
        TestPeople.append(storage, tenant, TestPeople.inTurn(Stretches.STANDARD.entries()));
        await(summarizer.runNow());
        assertThat(metric("read")).isOne();
        TestPeople.append(storage, tenant, TestPeople.inTurn(Stretches.STANDARD.entries()));
        await(summarizer.runNow());
        assertThat(metric("counted")).isOne();
        TestPeople.append(storage, tenant, TestPeople.inTurn(Stretches.STANDARD.entries()));

        if (elsewhere) {
            try (var other = TestStorage.on(url, storage.dataDir())) {
                await(other.storage().summarizer().stop());
                TestPeople.erase(other.storage(), TestPeople.request(tenant, JANE));
            }
        } else {
            TestPeople.erase(storage.storage(), TestPeople.request(tenant, JANE));
        }
        await(summarizer.runNow());

        assertThat(metric("counted")).isOne();
        assertThat(summarised(tenant)).isEqualTo(Stretches.STANDARD.entries() / 2);
        assertThat(ofTeam(tenant)).isEqualTo(3L * Stretches.STANDARD.entries() / 2);
    }

    private double metric(String name) {
        return storage.registry().get("deedbook.summaries." + name).counter().count();
    }

    private long ofTeam(Tenant tenant) {
        return await(storage.storage().reader().stats(tenant, "payments")).records();
    }

    private long summarised(Tenant tenant) {
        return await(storage.storage()
                        .adminPool()
                        .query("select max(records) from record_summary where team = 'payments' and log_id = "
                                + tenant.id())
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }
}
