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
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EntryLedgerIT {
    private static final String URL = TestDatabase.text(TestDatabase.create());
    private static final List<String> TOLD = Collections.synchronizedList(new ArrayList<>());

    private static TestStorage storage;
    private static EntryLedger ledger;

    @BeforeAll
    static void open() {
        storage = TestStorage.on(URL, TestStorage.temporaryDirectory());
        var pool = storage.storage().adminPool();
        await(pool.query("create table noted (tenant_id int, round int, unique (tenant_id, round))")
                .execute());
        ledger = ledger();
    }

    @AfterAll
    static void close() {
        await(ledger.close());
        storage.close();
    }

    private static EntryLedger ledger() {
        return new EntryLedger(
                storage.vertx(),
                WriterConnection.ofOwner(DatabaseUrl.parse(URL)),
                new Partitions(storage.storage().adminPool()),
                (logId, first, records) -> TOLD.add(logId + " from " + first + ": " + records.size()));
    }

    /** Notes the round and appends some entries, where they are confirmed. */
    private record Noting(Tenant tenant, int round, int entries, boolean confirmed) implements EntryLedger.Work {
        @Override
        public Map<Integer, List<SealedRecord>> prepare(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("insert into noted values (?, ?)")) {
                statement.setInt(1, tenant.id());
                statement.setInt(2, round);
                statement.executeUpdate();
            }
            return Map.of(tenant.id(), Collections.nCopies(entries, entry()));
        }

        @Override
        public boolean confirm(Connection connection) {
            return confirmed;
        }
    }

    private static SealedRecord entry() {
        return TestRecords.sealed(draft -> draft.put(Field.KIND, Kind.FINDING.wireName()));
    }

    private static Future<Boolean> append(Noting work) {
        return ledger.append(TestRecords.RECEIVED_UNIX_NANOS, work);
    }

    private static long noted(Tenant tenant) {
        return count("select count(*) from noted where tenant_id = $1", tenant);
    }

    private static long entries(Tenant tenant) {
        return count("select count(*) from record where log_id = $1", tenant);
    }

    private static long count(String sql, Tenant tenant) {
        return await(storage.storage().adminPool().preparedQuery(sql).execute(Tuple.of(tenant.id())))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void append_commitsChangesAndEntriesAndTellsOfThem() {
        var tenant = storage.tenant("commits");

        assertThat(await(append(new Noting(tenant, 1, 1, true)))).isTrue();
        assertThat(await(append(new Noting(tenant, 2, 1, true)))).isTrue();

        assertThat(noted(tenant)).isEqualTo(2);
        assertThat(entries(tenant)).isEqualTo(2);
        assertThat(TOLD).contains(tenant.id() + " from 0: 1", tenant.id() + " from 1: 1");
    }

    @Test
    void append_appendsToSeveralLogsOrToNone() {
        var tenants = List.of(storage.tenant("several-1"), storage.tenant("several-2"), storage.tenant("several-3"));
        await(append(new Noting(tenants.get(2), 1, 1, true)));
        for (var confirmed : List.of(false, true)) {
            var stored = await(ledger.append(TestRecords.RECEIVED_UNIX_NANOS, new EntryLedger.Work() {
                @Override
                public Map<Integer, List<SealedRecord>> prepare(Connection connection) {
                    return Map.of(
                            tenants.get(2).id(), List.of(entry(), entry()),
                            tenants.get(1).id(), List.of(),
                            tenants.get(0).id(), List.of(entry()));
                }

                @Override
                public boolean confirm(Connection connection) {
                    return confirmed;
                }
            }));
            assertThat(stored).isEqualTo(confirmed);
            assertThat(tenants)
                    .extracting(EntryLedgerIT::entries)
                    .containsExactly(confirmed ? 1L : 0L, 0L, confirmed ? 3L : 1L);
        }
        assertThat(TOLD)
                .contains(tenants.get(0).id() + " from 0: 1", tenants.get(2).id() + " from 1: 2")
                .noneMatch(told -> told.startsWith(tenants.get(1).id() + " "));
    }

    @Test
    void append_commitsTheChangesAlsoWithoutEntries_andWithoutTheHead() {
        var tenant = storage.tenant("without");
        var blocking = await(storage.storage().adminPool().getConnection());
        await(blocking.query("begin").execute());
        await(blocking.query("select from log_head where log_id = " + tenant.id() + " for update")
                .execute());

        assertThat(await(append(new Noting(tenant, 1, 0, false)))).isTrue();

        assertThat(noted(tenant)).isOne();
        await(blocking.query("rollback").execute());
        await(blocking.close());
    }

    @Test
    void append_changesNothingWhenTheEntriesAreNotConfirmed() {
        var tenant = storage.tenant("not");

        assertThat(await(append(new Noting(tenant, 1, 1, false)))).isFalse();

        assertThat(noted(tenant)).isZero();
        assertThat(entries(tenant)).isZero();
    }

    @Test
    void append_changesNothingWhenItFails_andGoesOnAfterwards() {
        var tenant = storage.tenant("fails");
        await(append(new Noting(tenant, 1, 1, true)));

        var again = append(new Noting(tenant, 1, 1, true));

        assertThatThrownBy(() -> await(again)).hasMessageContaining("noted_tenant_id_round_key");
        assertThat(entries(tenant)).isOne();
        assertThat(await(append(new Noting(tenant, 2, 1, true)))).isTrue();
    }

    @Test
    void severalLedgersAndExportsAtOnceLeaveALogThatVerifies() {
        var tenant = storage.tenant("at-once");
        var other = ledger();
        var all = new ArrayList<Future<?>>();
        for (var round = 0; round < 40; round += 2) {
            all.add(append(new Noting(tenant, round, 1, true)));
            all.add(storage.append(TestRecords.request(tenant, List.of(TestRecords.sealed(draft -> {})))));
            all.add(other.append(TestRecords.RECEIVED_UNIX_NANOS, new Noting(tenant, round + 1, 1, true)));
        }
        await(Future.all(all));

        assertThat(noted(tenant)).isEqualTo(40);
        assertThat(entries(tenant)).isEqualTo(60);
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
        await(other.close());
    }
}
