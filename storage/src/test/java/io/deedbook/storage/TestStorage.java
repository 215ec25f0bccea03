// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import static java.util.Objects.requireNonNull;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.spool.SpoolOptions;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.TreeHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
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

    private TestStorage(String databaseUrl, Path dataDir, Optional<SpoolOptions> spool, Optional<KafkaOptions> kafka) {
        this.dataDir = dataDir;
        var options = new StorageOptions(
                        databaseUrl, dataDir, StorageOptions.ORIGIN_HOST_DEFAULT, "", Duration.ofMillis(20))
                .spooling(spool, StorageOptions.KEYS_KNOWN_FOR_DEFAULT)
                .through(kafka);
        storage = await(Storage.open(vertx, options, bus, registry));
        await(storage.startWriter());
    }

    /** On a new database. */
    public static TestStorage open() {
        return on(TestDatabase.create());
    }

    /** On this database, with a data directory of its own. */
    public static TestStorage on(DatabaseUrl database) {
        return on(TestDatabase.text(database), temporaryDirectory());
    }

    /** On this database; empty for the included one in {@code dataDir}. */
    public static TestStorage on(String databaseUrl, Path dataDir) {
        return new TestStorage(databaseUrl, dataDir, Optional.empty(), Optional.empty());
    }

    /** As {@link #on}, with records handed over through Kafka. */
    public static TestStorage through(KafkaOptions kafka, String databaseUrl, Path dataDir) {
        return new TestStorage(databaseUrl, dataDir, Optional.empty(), Optional.of(kafka));
    }

    /** As {@link #on}, with a spool. */
    public static TestStorage spooling(String databaseUrl, Path dataDir) {
        return spooling(databaseUrl, dataDir, SpoolOptions.AFTER_MILLIS_DEFAULT);
    }

    /** As {@link #on}, with a spool to which records go when the database takes so long. */
    public static TestStorage spooling(String databaseUrl, Path dataDir, long afterMillis) {
        var usual = SpoolOptions.in(dataDir, SpoolOptions.BYTES_MAX_DEFAULT, afterMillis);
        // whatever the disk of the tests has left
        return new TestStorage(
                databaseUrl,
                dataDir,
                Optional.of(
                        new SpoolOptions(usual.directory(), usual.keyFile(), usual.bytesMax(), 0, usual.afterMillis())),
                Optional.empty());
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

    /**
     * A new tenant whose log has no genesis entry, as logs of earlier releases: the records of a test begin at index 0.
     */
    public Tenant tenant(String name) {
        var publicId = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        var origin = StorageOptions.ORIGIN_HOST_DEFAULT + "/ledger/" + publicId;
        try {
            var vkey = requireNonNull(storage.logKeys()).create(new Checkpoint(origin, 0, TreeHasher.emptyRoot()));
            var row = await(storage.adminPool()
                            .preparedQuery("with t as (insert into tenant (name) values ($1) returning id),"
                                    + " l as (insert into log (id, public_id, origin, vkey) select id, $2, $3, $4 from t),"
                                    + " h as (insert into log_head (log_id, size, frontier) select id, 0, '' from t),"
                                    + " k as (insert into log_key (log_id, number, epoch, origin, vkey, from_size)"
                                    + " select id, 1, 1, $3, $4, 0 from t) select id from t")
                            .execute(Tuple.of(name, publicId, origin, vkey.toString())))
                    .iterator()
                    .next();
            return new Tenant(row.getInteger(0), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends through the bus, as the intake does. */
    public Future<Receipt> append(AppendRequest request) {
        return bus.ask(WriterVerticle.ADDRESS, request, ASK_MILLIS_MAX);
    }

    /** Hands over as the intake does. */
    public Future<Receipt> handOver(AppendRequest request) {
        return storage.handOff().append(request, ASK_MILLIS_MAX);
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
