// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.postgres.Turn;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long somebody waits for a log's head that an entry of the server's own was just given, by {@link OwnEntries} and
 * by {@link EntryLedger} in turns, on event loops that do other things too. Arguments: rounds a turn, turns,
 * milliseconds for which each event loop is busy out of four times as many. Not a test: its figures depend on the
 * machine.
 */
public final class HeadHoldBenchmark {
    private static final String COUNT = "select count(*) from record where log_id = %s and idx < 100";

    private final TestStorage storage;
    private final Tenant tenant;
    private final EntryLedger ledger;
    private final SynchronousQueue<Boolean> locked = new SynchronousQueue<>();
    private final SynchronousQueue<Long> waitedNanos = new SynchronousQueue<>();

    private HeadHoldBenchmark(TestStorage storage, DatabaseUrl url) {
        this.storage = storage;
        tenant = storage.tenant("benchmark");
        var partitions = new Partitions(storage.storage().adminPool());
        ledger = new EntryLedger(storage.vertx(), WriterConnection.ofOwner(url), partitions, CommitListener.NONE);
    }

    public static void main(String[] arguments) throws Exception {
        var rounds = argument(arguments, 0, 200);
        var turns = argument(arguments, 1, 3);
        var busyMillis = argument(arguments, 2, 3);
        var url = DatabaseUrl.parse(TestDatabase.text(TestDatabase.create()));
        var exporter = Executors.newSingleThreadExecutor();
        try (var storage = TestStorage.on(url)) {
            var benchmark = new HeadHoldBenchmark(storage, url);
            exporter.execute(() -> benchmark.export(url));
            keepBusy(storage.vertx(), busyMillis);
            for (var turn = 0; turn <= turns; turn++) {
                benchmark.run("OwnEntries ", rounds, turn > 0, () -> benchmark.onTheEventLoop());
                benchmark.run("EntryLedger", rounds, turn > 0, () -> benchmark.onItsThread());
            }
            TestStorage.await(benchmark.ledger.close());
        } finally {
            exporter.shutdownNow();
        }
    }

    private static int argument(String[] arguments, int position, int otherwise) {
        return position < arguments.length ? Integer.parseInt(arguments[position]) : otherwise;
    }

    private static void keepBusy(Vertx vertx, int busyMillis) {
        if (busyMillis > 0) {
            var everyLoop = new DeploymentOptions()
                    .setInstances(2 * Runtime.getRuntime().availableProcessors());
            TestStorage.await(vertx.deployVerticle(
                    () -> new VerticleBase() {
                        @Override
                        public Future<?> start() {
                            vertx.setTimer(busyMillis, started -> spin(vertx, busyMillis));
                            return Future.succeededFuture();
                        }
                    },
                    everyLoop));
        }
    }

    private static void spin(Vertx vertx, int busyMillis) {
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(busyMillis);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        vertx.setTimer(3L * busyMillis, rested -> spin(vertx, busyMillis));
    }

    private void export(DatabaseUrl url) {
        try {
            WriterConnection.ofOwner(url).with(new Turn(), this::waitForTheHead);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the head each time somebody has just got it. */
    private int waitForTheHead(Connection connection) throws SQLException {
        var count = 0;
        try (var statement = connection.prepareStatement(
                "select size from log_head where log_id = " + tenant.id() + " for update")) {
            while (!Thread.currentThread().isInterrupted()) {
                locked.take();
                var started = System.nanoTime();
                statement.executeQuery().close();
                waitedNanos.put(System.nanoTime() - started);
                connection.rollback();
                count++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return count;
    }

    private void run(String name, int rounds, boolean told, Supplier<Future<?>> append) throws InterruptedException {
        var waited = new long[rounds];
        for (var round = 0; round < rounds; round++) {
            var appended = append.get();
            waited[round] = waitedNanos.take();
            TestStorage.await(appended);
        }
        Arrays.sort(waited);
        if (told) {
            System.out.printf(
                    Locale.ROOT,
                    "%s  waited µs: p50 %,d  p90 %,d  p99 %,d  max %,d%n",
                    name,
                    waited[rounds / 2] / 1_000,
                    waited[rounds * 9 / 10] / 1_000,
                    waited[rounds * 99 / 100] / 1_000,
                    waited[rounds - 1] / 1_000);
        }
    }

    private void tellLocked() {
        try {
            locked.put(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<SealedRecord> entry() {
        return List.of(TestRecords.sealed(draft -> draft.put(Field.KIND, Kind.FINDING.wireName())));
    }

    /** As findings were appended: the change of another table and a look under the lock. */
    private Future<?> onTheEventLoop() {
        return storage.storage().ownEntries().append(tenant, TestRecords.RECEIVED_UNIX_NANOS, connection -> {
            tellLocked();
            return connection
                    .preparedQuery("update finding_cursor set due_unix_nanos = 0 where log_id = $1")
                    .execute(Tuple.of(tenant.id()))
                    .compose(moved ->
                            connection.preparedQuery(COUNT.formatted("$1")).execute(Tuple.of(tenant.id())))
                    .compose(counted -> connection
                            .preparedQuery("select key from finding where log_id = $1")
                            .execute(Tuple.of(tenant.id())))
                    .map(found -> entry());
        });
    }

    private Future<?> onItsThread() {
        return ledger.append(TestRecords.RECEIVED_UNIX_NANOS, new EntryLedger.Work() {
            @Override
            public Map<Integer, List<SealedRecord>> prepare(Connection connection) throws SQLException {
                run(connection, "update finding_cursor set due_unix_nanos = 0 where log_id = ?");
                run(connection, "select key from finding where log_id = ?");
                return Map.of(tenant.id(), entry());
            }

            @Override
            public boolean confirm(Connection connection) throws SQLException {
                tellLocked();
                run(connection, COUNT.formatted("?"));
                return true;
            }
        });
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, tenant.id());
            statement.execute();
        }
    }
}
