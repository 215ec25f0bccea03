// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.postgres.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A storage with its writer on a database, for one test class; several can share a database and a data directory. */
public final class TestStorage implements AutoCloseable {
    private static final long ASK_MILLIS_MAX = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx, AppendRequest.class, Receipt.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Path dataDir;
    private final Storage storage;

    private TestStorage(String databaseUrl, Path dataDir) {
        this.dataDir = dataDir;
        var options =
                new StorageOptions(databaseUrl, dataDir, StorageOptions.ORIGIN_HOST_DEFAULT, "", Duration.ofMillis(20));
        storage = await(Storage.open(vertx, options, bus, registry));
        await(storage.startWriter());
    }

    /** On a new database. */
    public static TestStorage open() {
        return on(TestDatabase.text(TestDatabase.create()), temporaryDirectory());
    }

    /** On this database; empty for the included one in {@code dataDir}. */
    public static TestStorage on(String databaseUrl, Path dataDir) {
        return new TestStorage(databaseUrl, dataDir);
    }

    /** A directory that is removed when the tests have run. */
    public static Path temporaryDirectory() {
        try {
            var directory = Files.createTempDirectory("deedbook-it-data");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TestDatabase.delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Storage storage() {
        return storage;
    }

    public Vertx vertx() {
        return vertx;
    }

    public SimpleMeterRegistry registry() {
        return registry;
    }

    public Path dataDir() {
        return dataDir;
    }

    public Tenant tenant(String name) {
        return await(storage.tenants().create(name));
    }

    /** Appends through the bus, as the intake does. */
    public Future<Receipt> append(AppendRequest request) {
        return bus.ask(WriterVerticle.ADDRESS, request, ASK_MILLIS_MAX);
    }

    /** What the future comes to, or its failure thrown. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }

    @Override
    public void close() {
        await(storage.close());
        await(vertx.close());
    }
}
