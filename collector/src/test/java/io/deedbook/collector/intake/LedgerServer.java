// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.Pipeline;
import io.deedbook.pipeline.PipelineMetrics;
import io.deedbook.pipeline.PipelineVerticle;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.storage.Storage;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.handoff.DirectHandOff;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tenant.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The whole way from the HTTP door to the rows of a real PostgreSQL. */
final class LedgerServer implements AutoCloseable {
    final Admission admission;

    private final Vertx vertx = Vertx.vertx();
    private final Storage storage;
    private final int port;

    LedgerServer(Path dataDir) {
        this(StorageOptions.embedded(PreparedDatabase.in(dataDir)));
    }

    LedgerServer(StorageOptions storageOptions) {
        var bus = Bus.of(vertx, EventBatch.class, RecordBatch.class, AppendRequest.class, Receipt.class);
        var registry = new SimpleMeterRegistry();
        storage = await(Storage.open(vertx, storageOptions, bus, registry));
        await(storage.startWriter());
        var pipeline = new Pipeline(new Sealer(), new PipelineMetrics(registry));
        var workers =
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER).setInstances(2);
        await(vertx.deployVerticle(() -> new PipelineVerticle(bus, pipeline), workers));
        var options = IntakeOptions.of(IntakeOptions.BODY_BYTES_MAX, 4L * IntakeOptions.BODY_BYTES_MAX, List.of());
        admission = new Admission(options.admissionBytesMax(), options.tenantBytesMax(), 100);
        var policies = new Policies(
                vertx,
                new PolicyCompiler(LoggingLevel.FULL),
                storage.policies(),
                tenant -> Future.succeededFuture(storage.secrets().tokenKey(tenant)),
                tenant -> Future.succeededFuture(storage.secrets().exportKey(tenant)));
        var router = Router.router(vertx);
        new IntakeRoutes(
                        vertx,
                        bus,
                        new DirectHandOff(bus),
                        storage.authenticator(),
                        policies,
                        storage.acks()::covered,
                        admission,
                        options,
                        registry)
                .mount(router);
        port = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Tenant tenant(String name) {
        return await(storage.tenants().create(name));
    }

    String ingestKey(Tenant tenant) {
        return await(storage.keys().create(tenant, null, "test", Set.of(Scope.INGEST)))
                .value();
    }

    /** All records of the tenant, oldest first; without the entry that its ledger begins with. */
    List<StoredRecord> records(Tenant tenant) {
        List<StoredRecord> records = new ArrayList<>();
        var after = OptionalLong.empty();
        for (var more = true; more; ) {
            var page = await(storage.reader().records(tenant, query(after)));
            records.addAll(page.records());
            more = page.more();
            if (more) {
                after = OptionalLong.of(records.get(records.size() - 1).index());
            }
        }
        return records.stream()
                .filter(record -> !Kind.GENESIS.wireName().equals(record.text(Field.KIND)))
                .toList();
    }

    private static RecordQuery query(OptionalLong after) {
        var none = OptionalLong.empty();
        return new RecordQuery(null, none, none, Map.of(), null, null, none, after, true, RecordQuery.LIMIT_MAX);
    }

    private static <T> T await(Future<T> future) {
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
