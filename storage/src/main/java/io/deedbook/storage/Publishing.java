// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.storage.ack.AckWaits;
import io.deedbook.storage.cosign.Cosigning;
import io.deedbook.storage.cosign.ForkAlarm;
import io.deedbook.storage.cosign.WitnessDoor;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.evidence.KeyChanges;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.evidence.RecentHashes;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.TlogPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What makes the logs evidence: their keys, their signed checkpoints, the witnesses who cosign these, and those who
 * wait for them. Thread-safe.
 */
final class Publishing {
    private final Vertx vertx;
    private final Pools pools;
    private final MeterRegistry registry;
    private final Duration interval;
    private final @Nullable KeyDirectory keyDirectory;
    private final LogRegistry logs;
    private final KeyChanges keyChanges;
    private final CheckpointPublisher publisher;
    private final EvidenceReader evidence;
    private final AckWaits acks;

    // Mutable state: set where witnesses are named, taken back when it stops
    private final AtomicReference<@Nullable Cosigning> cosigning = new AtomicReference<>();

    Publishing(
            Vertx vertx,
            StorageOptions options,
            Pools pools,
            OwnEntries ownEntries,
            RecentHashes hashes,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.pools = pools;
        this.registry = registry;
        interval = options.publishInterval();
        var random = new SecureRandom();
        keyDirectory = options.signer().isPresent()
                ? null
                : new KeyDirectory(
                        options.dataDir().resolve("keys"),
                        options.keyPassphrase().toCharArray(),
                        random);
        LogKeys keys = keyDirectory != null
                ? keyDirectory
                : options.signer().map(signer -> signer.apply(vertx)).orElseThrow();
        logs = new LogRegistry(vertx, keys, options.originHost(), random);
        keyChanges = new KeyChanges(vertx, pools.admin(), ownEntries, keys, new Sealer());
        publisher = new CheckpointPublisher(vertx, pools.publisher(), keys, interval, hashes, registry);
        evidence = new EvidenceReader(pools.reader());
        acks = new AckWaits(vertx, pools.reader(), registry);
        publisher.onPublished(this::published);
        Gauge.builder(
                        "deedbook.storage.logs.frozen",
                        publisher,
                        asked -> asked.frozenLogs().size())
                .description("Logs that get no checkpoints until a person has looked")
                .register(registry);
    }

    void start() {
        publisher.start();
    }

    void startCosigning(TlogPolicy policy, WitnessDoor door) {
        var started = new Cosigning(vertx, pools.admin(), evidence, policy, door, interval, registry);
        if (cosigning.compareAndSet(null, started)) {
            started.start();
        }
    }

    /** On the publisher's context. */
    private void published() {
        acks.nudge();
        var started = cosigning.get();
        if (started != null) {
            started.nudge();
        }
    }

    /** After a last checkpoint. */
    Future<Void> stop() {
        return publisher.stop().transform(stopped -> {
            var started = cosigning.getAndSet(null);
            return started == null ? Future.succeededFuture() : started.stop();
        });
    }

    List<ForkAlarm> forkAlarms() {
        var started = cosigning.get();
        return started == null ? List.of() : started.alarms();
    }

    @Nullable
    KeyDirectory keyDirectory() {
        return keyDirectory;
    }

    LogRegistry logs() {
        return logs;
    }

    KeyChanges keyChanges() {
        return keyChanges;
    }

    CheckpointPublisher publisher() {
        return publisher;
    }

    EvidenceReader evidence() {
        return evidence;
    }

    AckWaits acks() {
        return acks;
    }
}
