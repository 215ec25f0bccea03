// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.storage.handoff.DirectHandOff;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.kafka.KafkaHandOff;
import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.kafka.TopicBacklog;
import io.deedbook.storage.kafka.TopicMetrics;
import io.deedbook.storage.kafka.TopicReader;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.DrainVerticle;
import io.deedbook.storage.ledger.PostgresLedger;
import io.deedbook.storage.ledger.WriterMetrics;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.spool.FileSpool;
import io.deedbook.storage.spool.SpoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What takes records and commits them: the writer, the spool it turns to while the database is away, and Kafka before
 * it where records are handed over through that. Thread-safe.
 */
final class Writing {
    /** A receipt that old may be needed by what waits in the topic. */
    private static final long WAITS_LONG_SECONDS = 3_600;

    private final Vertx vertx;
    private final Bus bus;
    private final StorageOptions options;
    private final HandOff direct;
    private final PostgresLedger ledger;
    private final PostgresLedger drainLedger;
    private final PostgresLedger topicLedger;
    private final WriterMetrics writerMetrics;
    private final SpoolMetrics spoolMetrics;
    private final TopicMetrics topicMetrics;

    // Mutable state: set by the futures that start, taken back by those that stop
    private final AtomicReference<@Nullable String> writerDeployment = new AtomicReference<>();
    private final AtomicReference<@Nullable KafkaHandOff> throughKafka = new AtomicReference<>();
    private final AtomicReference<@Nullable String> topicDeployment = new AtomicReference<>();

    Writing(
            Vertx vertx,
            Bus bus,
            StorageOptions options,
            Database database,
            Partitions partitions,
            CommitListener committed,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.bus = bus;
        this.options = options;
        direct = new DirectHandOff(bus);
        ledger = new PostgresLedger(vertx, connection(database), partitions, committed);
        drainLedger = PostgresLedger.ofDrain(vertx, connection(database), partitions, committed);
        topicLedger = PostgresLedger.ofDrain(vertx, connection(database), partitions, committed);
        writerMetrics = new WriterMetrics(registry);
        spoolMetrics = new SpoolMetrics(registry);
        topicMetrics = new TopicMetrics(registry);
    }

    private static WriterConnection connection(Database database) {
        return WriterConnection.of(database.url(), database.roles());
    }

    Future<Void> start() {
        var writer = options.spool()
                .map(spool -> new WriterVerticle(
                        bus,
                        ledger,
                        drainLedger,
                        writerMetrics,
                        new FileSpool(vertx, spool, spoolMetrics),
                        spool.afterMillis()))
                .orElseGet(() -> new WriterVerticle(bus, ledger, writerMetrics));
        return vertx.deployVerticle(writer)
                .onSuccess(writerDeployment::set)
                .compose(deployed -> options.kafka().map(this::startKafka).orElseGet(Future::succeededFuture));
    }

    private Future<Void> startKafka(KafkaOptions kafka) {
        return vertx.executeBlocking(() -> KafkaHandOff.open(vertx, kafka, direct, topicMetrics))
                .compose(opened -> {
                    throughKafka.set(opened);
                    return kafka.consume() ? startReading(kafka) : Future.succeededFuture();
                });
    }

    private Future<Void> startReading(KafkaOptions kafka) {
        return vertx.executeBlocking(() -> TopicReader.open(vertx, kafka, topicMetrics))
                .compose(reader -> vertx.deployVerticle(new DrainVerticle(topicLedger, writerMetrics, reader)))
                .onSuccess(topicDeployment::set)
                .mapEmpty();
    }

    /** Takes nothing more, and completes when what it had is answered. */
    Future<Void> stop() {
        var kafka = throughKafka.getAndSet(null);
        return undeployed(topicDeployment)
                .transform(read -> kafka == null ? Future.succeededFuture() : kafka.close())
                .transform(sent -> undeployed(writerDeployment));
    }

    private Future<Void> undeployed(AtomicReference<@Nullable String> deployment) {
        var id = deployment.getAndSet(null);
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }

    /** Closes the connections, once the writer has stopped. */
    Future<Void> close() {
        return Future.join(ledger.close(), drainLedger.close(), topicLedger.close())
                .mapEmpty();
    }

    HandOff handOff() {
        var kafka = throughKafka.get();
        return kafka == null ? direct : kafka;
    }

    SpoolMetrics spool() {
        return spoolMetrics;
    }

    boolean takesWithoutDatabase() {
        var kafka = throughKafka.get();
        return spoolMetrics.isTaking() || (kafka != null && kafka.isTaking());
    }

    /** Whether requests wait that may have been sent before. */
    boolean needsReceipts() {
        return spoolMetrics.isSpooling() || topicMetrics.oldestAgeSeconds() > WAITS_LONG_SECONDS;
    }

    /** Whether records wait that the ledger doesn't have yet. Blocks. */
    boolean isBehind() throws IOException, InterruptedException {
        return (options.spool().isPresent()
                        && FileSpool.isWaiting(options.spool().get()))
                || (options.kafka().isPresent()
                        && TopicBacklog.isBehind(options.kafka().get()));
    }
}
