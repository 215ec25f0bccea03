// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection is cut at each statement of an append, before or after the server has run it; then the request comes
 * again.
 */
class CutAppendIT {
    private static final long MILLIS_MAX = 8_000;

    private static DatabaseUrl url;
    private static Roles roles;
    private static TestStorage storage;
    private static Pools pools;

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        roles = Roles.establish(url);
        pools = Pools.open(storage.vertx(), url, roles);
    }

    @AfterAll
    static void close() {
        await(pools.close());
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void append_storesOnceAfterACutAtEveryStatement(boolean afterwards) {
        var tenant = storage.tenant("cut-" + afterwards);
        var partitions = new Partitions(pools.admin());
        var whole =
                new PostgresLedger(storage.vertx(), WriterConnection.of(url, roles), partitions, CommitListener.NONE);
        var size = 0L;
        var duplicates = 0;
        for (var more = true; more; size += 3) {
            var request = List.of(TestRecords.request(tenant, TestRecords.many(3)));
            var cuts = new CutJdbc(url, 1 + (int) size / 3, afterwards);
            var cut = new PostgresLedger(
                    storage.vertx(), new WriterConnection(() -> cuts.cut(connect())), partitions, CommitListener.NONE);
            more = await(cut.append(request, MILLIS_MAX).transform(done -> Future.succeededFuture(done.failed())));
            await(cut.close());

            var again = await(whole.append(request, MILLIS_MAX)).get(0);

            var receipt = ((AppendOutcome.Stored) again).receipt();
            assertThat(receipt.firstIndex()).isEqualTo(size);
            assertThat(receipt.count()).isEqualTo(3);
            duplicates += receipt.duplicate() ? 1 : 0;
        }

        // two look-ups, three changes, commit; then once without a cut
        assertThat(size).isEqualTo(3 * (6 + 1));
        assertThat(duplicates).as("stored before").isEqualTo(afterwards ? 2 : 1);
        await(whole.close());
        await(storage.storage().publisher().publishNow());
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.records()).isEqualTo(size);
    }

    private static Connection connect() throws SQLException {
        var connection = TestDatabase.connect(url);
        connection.setAutoCommit(false);
        return connection;
    }
}
