// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OwnEntriesIT {
    private static TestStorage storage;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
        await(storage.storage()
                .adminPool()
                .query("create table noted (tenant_id int, round int, unique (tenant_id, round))")
                .execute());
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void append_putsEntriesBehindRecordsInOneLog() {
        var tenant = storage.tenant("behind");
        await(storage.append(TestRecords.request(tenant, List.of(TestRecords.sealed(draft -> {})))));

        var indexes = await(own(tenant, connection -> Future.succeededFuture(List.of(finding(), finding()))));

        assertThat(indexes).containsExactly(1L, 2L);
        assertThat(kinds(tenant)).containsExactly("record", "finding", "finding");
    }

    @Test
    void append_commitsTheWorkAlsoWithoutEntries() {
        var tenant = storage.tenant("without");

        var indexes =
                await(own(tenant, connection -> note(connection, tenant, 1).map(none -> List.of())));

        assertThat(indexes).isEmpty();
        assertThat(noted(tenant)).isOne();
    }

    @Test
    void append_changesNothingWhenTheWorkFails() {
        var tenant = storage.tenant("fails");

        var failing = own(
                tenant,
                connection -> note(connection, tenant, 1)
                        .compose(done -> Future.failedFuture(new IllegalStateException("no"))));

        assertThatThrownBy(() -> await(failing)).hasMessageContaining("no");
        assertThat(noted(tenant)).isZero();
        assertThat(kinds(tenant)).isEmpty();
    }

    @Test
    void append_changesNothingWhenAnEntryCannotBeStored() {
        var tenant = storage.tenant("twice");
        await(own(tenant, connection -> note(connection, tenant, 1).map(noted -> List.of(finding()))));

        var again = own(tenant, connection -> note(connection, tenant, 1).map(noted -> List.of(finding())));

        assertThatThrownBy(() -> await(again)).hasMessageContaining("noted_tenant_id_round_key");
        assertThat(kinds(tenant)).containsExactly("finding");
    }

    @Test
    void append_tellsOfWhatIsCommittedAndOfNothingElse() {
        var tenant = storage.tenant("told");
        var told = new ArrayList<String>();
        var pool = storage.storage().adminPool();
        var entries = new OwnEntries(
                pool,
                new Partitions(pool),
                (logId, first, records) -> told.add(logId + " from " + first + ": " + records.size()));
        await(entries.append(
                tenant,
                TestRecords.RECEIVED_UNIX_NANOS,
                connection -> note(connection, tenant, 1).map(noted -> List.of(finding(), finding()))));
        await(entries.append(
                tenant, TestRecords.RECEIVED_UNIX_NANOS, connection -> Future.succeededFuture(List.of(finding()))));
        await(entries.append(tenant, TestRecords.RECEIVED_UNIX_NANOS, connection -> Future.succeededFuture(List.of())));

        var failing = entries.append(
                tenant,
                TestRecords.RECEIVED_UNIX_NANOS,
                connection -> note(connection, tenant, 1).map(noted -> List.of(finding())));

        assertThatThrownBy(() -> await(failing)).hasMessageContaining("noted_tenant_id_round_key");
        assertThat(told).containsExactly(tenant.id() + " from 0: 2", tenant.id() + " from 2: 1");
    }

    @Test
    void append_andExportsAtOnceLeaveALogThatVerifies() {
        var tenant = storage.tenant("at-once");
        var all = new ArrayList<Future<?>>();
        for (var round = 0; round < 20; round++) {
            var number = round;
            all.add(storage.append(TestRecords.request(tenant, List.of(TestRecords.sealed(draft -> {})))));
            all.add(own(tenant, connection -> note(connection, tenant, number).map(noted -> List.of(finding()))));
        }
        await(Future.all(all));

        assertThat(noted(tenant)).isEqualTo(20);
        assertThat(kinds(tenant)).hasSize(40).filteredOn("finding"::equals).hasSize(20);
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
    }

    private static Future<List<Long>> own(Tenant tenant, Function<SqlConnection, Future<List<SealedRecord>>> work) {
        return storage.storage().ownEntries().append(tenant, TestRecords.RECEIVED_UNIX_NANOS, work);
    }

    private static SealedRecord finding() {
        return TestRecords.sealed(draft -> draft.put(Field.KIND, Kind.FINDING.wireName()));
    }

    private static Future<?> note(SqlConnection connection, Tenant tenant, int round) {
        return connection.preparedQuery("insert into noted values ($1, $2)").execute(Tuple.of(tenant.id(), round));
    }

    private static int noted(Tenant tenant) {
        return await(storage.storage()
                        .adminPool()
                        .preparedQuery("select count(*)::int from noted where tenant_id = $1")
                        .execute(Tuple.of(tenant.id())))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static List<String> kinds(Tenant tenant) {
        var kinds = new ArrayList<String>();
        await(storage.storage()
                        .adminPool()
                        .preparedQuery("select kind from record where log_id = $1 order by idx")
                        .execute(Tuple.of(tenant.id())))
                .forEach(row -> kinds.add(row.getString(0)));
        return kinds;
    }
}
