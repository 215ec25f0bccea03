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
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.storage.handoff.DirectHandOff;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.policy.PolicySource;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tenant.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The export path on a real server with the real pipeline; what stands in is the database behind the writer's address.
 */
final class IntakeServer implements AutoCloseable {
    static final String KEY = "key-of-tenant-one";
    static final String READER = "key-that-only-reads";
    static final int BODY_BYTES_MAX = 256 * 1024;

    private static final Map<String, Principal> PRINCIPALS = Map.of(
            KEY, new Principal(new Tenant(1, "one"), "blue", "k1", Set.of(Scope.INGEST)),
            READER, new Principal(new Tenant(1, "one"), null, "k2", Set.of(Scope.READ)));

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Admission admission;
    /** By how much the admission's clock goes ahead. */
    final AtomicLong skewNanos = new AtomicLong();

    final List<AppendRequest> appended = new CopyOnWriteArrayList<>();

    /** What the writer answers; a test may replace it. */
    volatile Function<AppendRequest, Future<Receipt>> writer = this::append;

    volatile Authenticator authenticator = key -> Future.succeededFuture(Optional.ofNullable(PRINCIPALS.get(key)));

    private final int port;

    IntakeServer(IntakeOptions options) {
        admission = new Admission(
                options.admissionBytesMax(), options.tenantBytesMax(), 100, () -> System.nanoTime() + skewNanos.get());
        var bus = Bus.of(vertx, EventBatch.class, RecordBatch.class, AppendRequest.class, Receipt.class);
        bus.<AppendRequest, Receipt>answer(WriterVerticle.ADDRESS, request -> writer.apply(request));
        var worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        await(vertx.deployVerticle(
                new PipelineVerticle(bus, new Pipeline(new Sealer(), new PipelineMetrics(registry))), worker));
        var policies = new Policies(
                vertx,
                new PolicyCompiler(LoggingLevel.FULL),
                PolicySource.NONE,
                tenant -> Future.succeededFuture(new TokenKey(new byte[32])),
                tenant -> Future.succeededFuture(new byte[32]));
        var router = Router.router(vertx);
        new IntakeRoutes(
                        vertx,
                        bus,
                        new DirectHandOff(bus),
                        key -> authenticator.authenticate(key),
                        policies,
                        (tenant, level, size, deadlineNanos) -> Future.succeededFuture(),
                        admission,
                        options,
                        registry)
                .mount(router);
        port = await(vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                        .requestHandler(router)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    static IntakeOptions options() {
        return IntakeOptions.of(BODY_BYTES_MAX, 4 * BODY_BYTES_MAX, List.of());
    }

    int port() {
        return port;
    }

    private Future<Receipt> append(AppendRequest request) {
        var first =
                appended.stream().mapToInt(earlier -> earlier.records().size()).sum();
        appended.add(request);
        return Future.succeededFuture(new Receipt(first, request.records().size(), false));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
