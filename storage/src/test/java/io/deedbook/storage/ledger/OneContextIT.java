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
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.spool.FileSpool;
import io.deedbook.storage.spool.SpoolMetrics;
import io.deedbook.storage.spool.SpoolOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The writer's event loop asks two ledgers and a spool, each with a thread of its own: none waits for another's. */
class OneContextIT {
    private static final long MILLIS_MAX = 60_000;

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

    @Test
    void aLedgerWhoseServerIsSilent_holdsUpNeitherTheSpoolNorAnotherLedger() {
        var tenant = storage.tenant("silent");
        var partitions = new Partitions(storage.storage().adminPool());
        await(partitions.makeFor(
                group(tenant).get(0).records().stream().mapToLong(record -> record.receivedUnixNanos())));
        var silence = new CountDownLatch(1);
        var silent = ledger(partitions, () -> {
            hold(silence);
            return connect();
        });
        var lively = ledger(partitions, OneContextIT::connect);
        var directory = TestStorage.temporaryDirectory();
        var options = new SpoolOptions(
                directory.resolve("spool"), directory.resolve("spool.key"), SpoolOptions.BYTES_MAX_DEFAULT, 0, 1_500);
        var spool = new FileSpool(storage.vertx(), options, new SpoolMetrics(new SimpleMeterRegistry()));
        var context = storage.vertx().getOrCreateContext();
        await(on(context, spool::recover));

        var waiting = on(context, () -> silent.append(group(tenant), MILLIS_MAX));
        var taken = await(on(context, () -> spool.append(group(tenant))));
        var stored = await(on(context, () -> lively.append(group(tenant), MILLIS_MAX)));

        assertThat(taken.cardinality()).isEqualTo(1);
        assertThat(stored).hasSize(1);
        assertThat(waiting.isComplete()).isFalse();
        silence.countDown();
        assertThat(await(waiting)).hasSize(1);
        await(Future.join(silent.close(), lively.close(), on(context, spool::close)));
    }

    private static PostgresLedger ledger(Partitions partitions, WriterConnection.Source source) {
        return new PostgresLedger(storage.vertx(), new WriterConnection(source), partitions, CommitListener.NONE);
    }

    private static List<AppendRequest> group(Tenant tenant) {
        return List.of(TestRecords.request(tenant, TestRecords.many(3)));
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        context.runOnContext(now -> work.get().onComplete(done));
        return done.future();
    }

    private static void hold(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private static Connection connect() throws SQLException {
        var connection = TestDatabase.connect(url);
        connection.setAutoCommit(false);
        return connection;
    }
}
