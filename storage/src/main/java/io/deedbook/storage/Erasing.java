// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.storage.erasure.Erasures;
import io.deedbook.storage.erasure.Holds;
import io.deedbook.storage.erasure.RetentionOptions;
import io.deedbook.storage.erasure.RetentionWorker;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.policy.PolicyStore;
import io.deedbook.storage.postgres.PartitionVacuum;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What lets records go, and what holds them back: erasures of people, retention, legal holds. Thread-safe. */
final class Erasing {
    private final Vertx vertx;
    private final Database database;
    private final Pool admin;
    private final OwnEntries ownEntries;
    private final PolicyStore policies;
    private final MeterRegistry registry;
    private final Holds holds;
    private final Erasures erasures;

    // Mutable state: set when retention starts, taken back when it stops
    private final AtomicReference<@Nullable RetentionWorker> retention = new AtomicReference<>();

    /**
     * @param awaited whether records are still on their way to the ledger, in which a person would not be found; may
     *     block
     */
    Erasing(
            Vertx vertx,
            StorageOptions options,
            Database database,
            Pool admin,
            OwnEntries ownEntries,
            PolicyStore policies,
            Callable<Boolean> awaited,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.database = database;
        this.admin = admin;
        this.ownEntries = ownEntries;
        this.policies = policies;
        this.registry = registry;
        holds = new Holds(vertx, admin, ownEntries, database::subjectTokens, UnixNanos::now);
        erasures = new Erasures(
                vertx,
                admin,
                ownEntries,
                database.roles().eraser(),
                database::subjectTokens,
                options.dataDir().resolve("erasures"),
                awaited,
                UnixNanos::now,
                registry);
    }

    /** Erases again what a restored backup brought back. */
    Future<Void> replay() {
        return erasures.replay().compose(erased -> vacuum(erased, Rewrite.PAST)).mapEmpty();
    }

    void startRetention() {
        var worker = retention(RetentionOptions.standard());
        if (retention.compareAndSet(null, worker)) {
            worker.start();
        }
    }

    Future<Void> stopRetention() {
        var worker = retention.getAndSet(null);
        return worker == null ? Future.succeededFuture() : worker.stop();
    }

    RetentionWorker retention(RetentionOptions options) {
        return new RetentionWorker(
                vertx,
                admin,
                ownEntries,
                database.roles().eraser(),
                database::subjectTokens,
                policies,
                registry,
                options);
    }

    Future<List<String>> vacuum(Set<String> partitions, Rewrite rewrite) {
        return vertx.executeBlocking(
                () -> new PartitionVacuum(database.url()).run(partitions, rewrite, Instant.now()), false);
    }

    Holds holds() {
        return holds;
    }

    Erasures erasures() {
        return erasures;
    }
}
