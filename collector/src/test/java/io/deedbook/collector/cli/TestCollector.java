// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.LedgerSettings;
import io.deedbook.collector.config.OperationSettings;
import io.deedbook.collector.config.OutageSettings;
import io.deedbook.collector.intake.PreparedDatabase;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A whole collector in this process: a free port, an included PostgreSQL of its own, a known key. */
final class TestCollector implements AutoCloseable {
    static final String KEY = "dbk_test_0123456789abcdefghijklmnopqrstuv";

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Vertx vertx = Vertx.vertx();
    private final CollectorServer server;

    private TestCollector(CollectorOptions options) throws Exception {
        server = await(CollectorServer.start(vertx, options));
        try {
            client().ready();
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    static TestCollector start(Path dataDir) throws Exception {
        return start(dataDir, LedgerSettings.standard());
    }

    /** As its first start on a machine: nothing is prepared. */
    static TestCollector startFirst(Path dataDir) throws Exception {
        return new TestCollector(options(dataDir, LoggingLevel.FULL));
    }

    static TestCollector start(Path dataDir, LedgerSettings ledger) throws Exception {
        PreparedDatabase.in(dataDir);
        return new TestCollector(options(dataDir, LoggingLevel.FULL, ledger));
    }

    /** With a spool for when its database is away. */
    static TestCollector startSpooling(Path dataDir) throws Exception {
        PreparedDatabase.in(dataDir);
        return new TestCollector(options(
                dataDir,
                LoggingLevel.FULL,
                LedgerSettings.standard(),
                new OutageSettings(64 << 20, 1_500, Optional.empty(), Duration.ofHours(1))));
    }

    static CollectorOptions options(Path dataDir, LoggingLevel level) {
        return options(dataDir, level, LedgerSettings.standard());
    }

    private static CollectorOptions options(Path dataDir, LoggingLevel level, LedgerSettings ledger) {
        return options(dataDir, level, ledger, new OutageSettings(0, 1_500, Optional.empty(), Duration.ofHours(1)));
    }

    private static CollectorOptions options(
            Path dataDir, LoggingLevel level, LedgerSettings ledger, OutageSettings outage) {
        return new CollectorOptions(
                0,
                "127.0.0.1",
                dataDir,
                Optional.empty(),
                "audit.example.com",
                level,
                20 * 1024 * 1024,
                64L * 1024 * 1024,
                1_000,
                List.of(),
                Optional.empty(),
                100,
                true,
                ledger,
                OperationSettings.standard(),
                outage,
                Optional.empty(),
                Optional.of(KEY));
    }

    CollectorServer server() {
        return server;
    }

    CollectorClient client() {
        return new CollectorClient(server.url(), KEY);
    }

    /** Between two questions: who asks all the time takes the processor from what it waits for. */
    static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        join(server.close());
        join(vertx.close());
    }

    private static void join(Future<Void> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }
}
