// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.Test;

/** The exporter lost patience: its request comes to another replica while the first is in its COMMIT. */
class ResentWhileCommittingIT {
    /** A constraint trigger that is deferred runs in COMMIT, where the lock that the test has keeps it. */
    private static final String HOLD_COMMITS = """
            create function hold_commit() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock_shared(27); return null; end';
            create constraint trigger hold_commit after insert on export_receipt
                deferrable initially deferred for each row execute function hold_commit()""";

    private static final String WAITING = "select count(distinct pid) from pg_locks join pg_stat_activity using (pid)"
            + " where not granted and datname = current_database()";

    @Test
    void bothReceiptsNameTheSameRecords() {
        var url = TestDatabase.text(TestDatabase.create());
        try (var first = TestStorage.on(url, TestStorage.temporaryDirectory());
                var second = TestStorage.on(url, first.dataDir())) {
            var tenant = first.tenant("impatient");
            await(first.append(TestRecords.request(tenant, TestRecords.many(2))));
            var admin = await(first.storage().adminPool().getConnection());
            await(admin.query(HOLD_COMMITS).execute());
            await(admin.query("select pg_advisory_lock(27)").execute());
            var request = TestRecords.request(tenant, TestRecords.many(3));

            var one = first.append(request);
            waitFor(admin, 1);
            var other = second.append(request);
            waitFor(admin, 2);
            assertThat(one.isComplete() || other.isComplete()).isFalse();
            await(admin.query("select pg_advisory_unlock(27)").execute());

            assertThat(await(one)).isEqualTo(new Receipt(2, 3, false));
            assertThat(await(other)).isEqualTo(new Receipt(2, 3, true));
            assertThat(await(first.storage().reader().size(tenant))).isEqualTo(5);
            await(admin.close());
        }
    }

    private static void waitFor(SqlConnection admin, int transactions) {
        var waiting = 0;
        while (waiting < transactions) {
            waiting = await(admin.query(WAITING).execute()).iterator().next().getInteger(0);
        }
    }
}
