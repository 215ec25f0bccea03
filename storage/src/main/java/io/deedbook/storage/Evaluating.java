// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.finding.FindingEvaluator;
import io.deedbook.storage.finding.FindingOptions;
import io.deedbook.storage.finding.RecentRecords;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.postgres.WriterConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What finds out what only several records tell together. Thread-safe. */
final class Evaluating {
    private final Vertx vertx;
    private final Database database;
    private final Pools pools;
    private final Partitions partitions;
    private final RecentRecords recent;
    private final CommitListener committed;
    private final MeterRegistry registry;

    // Mutable state: set when it starts, taken back when it stops
    private final AtomicReference<@Nullable FindingEvaluator> running = new AtomicReference<>();

    /** @param committed hears of the entries that are made */
    Evaluating(
            Vertx vertx,
            Database database,
            Pools pools,
            Partitions partitions,
            RecentRecords recent,
            CommitListener committed,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.database = database;
        this.pools = pools;
        this.partitions = partitions;
        this.recent = recent;
        this.committed = committed;
        this.registry = registry;
    }

    void start(Function<Tenant, Future<CorrelationSet>> correlations) {
        var evaluator = evaluator(correlations, FindingOptions.standard());
        if (running.compareAndSet(null, evaluator)) {
            evaluator.start();
        }
    }

    Future<Void> stop() {
        var evaluator = running.getAndSet(null);
        return evaluator == null ? Future.succeededFuture() : evaluator.stop();
    }

    FindingEvaluator evaluator(Function<Tenant, Future<CorrelationSet>> correlations, FindingOptions options) {
        var entries = new EntryLedger(vertx, WriterConnection.ofOwner(database.url()), partitions, committed);
        return new FindingEvaluator(
                vertx, pools.admin(), pools.reader(), recent, entries, correlations, registry, options);
    }
}
