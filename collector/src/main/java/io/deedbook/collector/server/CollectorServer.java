// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.api.ApiRoutes;
import io.deedbook.collector.api.CatalogueRoutes;
import io.deedbook.collector.api.ErasureRoutes;
import io.deedbook.collector.api.ExportRoutes;
import io.deedbook.collector.api.LedgerRoutes;
import io.deedbook.collector.api.PolicyRoutes;
import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.dashboard.DashboardRoutes;
import io.deedbook.collector.intake.Admission;
import io.deedbook.collector.intake.IntakeOptions;
import io.deedbook.collector.intake.IntakeRoutes;
import io.deedbook.collector.intake.Policies;
import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.witness.HttpWitnessDoor;
import io.deedbook.collector.witness.WitnessPolicyFile;
import io.deedbook.pipeline.Pipeline;
import io.deedbook.pipeline.PipelineMetrics;
import io.deedbook.pipeline.PipelineVerticle;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.record.RecordBatch;
import io.deedbook.storage.Storage;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector that runs: what is started, and in which order. Storage and writer first, then the pipeline, then the
 * door, and only then it calls itself ready. It is closed the other way round, so that whatever was taken in finds the
 * parts behind it still there until it has its answer. Thread-safe.
 */
public final class CollectorServer {
    private static final Logger log = LoggerFactory.getLogger(CollectorServer.class);
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Vertx vertx;
    private final CollectorOptions options;
    private final Metrics metrics;
    private final Bus bus;
    private final Storage storage;
    private final Readiness readiness;
    private final Drain drain;
    private final PolicyCompiler compiler;
    private final Policies policies;
    private final List<HttpVerticle> doors = new CopyOnWriteArrayList<>();
    // Mutable state: set once each, by the chains of futures that start and close
    private final AtomicReference<@Nullable String> pipelineDeployment = new AtomicReference<>();
    private final AtomicReference<@Nullable String> doorDeployment = new AtomicReference<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();
    private volatile Optional<FirstKeys> firstKeys = Optional.empty();

    private CollectorServer(
            Vertx vertx,
            Drain drain,
            CollectorOptions options,
            Metrics metrics,
            Bus bus,
            Storage storage,
            PolicyCompiler policyCompiler) {
        this.vertx = vertx;
        this.drain = drain;
        this.options = options;
        this.metrics = metrics;
        this.bus = bus;
        this.storage = storage;
        readiness = new Readiness(this::storageTrouble);
        compiler = policyCompiler;
        policies = new Policies(
                vertx,
                compiler,
                storage.policies(),
                tenant -> Future.succeededFuture(storage.secrets().tokenKey(tenant)),
                tenant -> Future.succeededFuture(storage.secrets().exportKey(tenant)));
    }

    /**
     * Starts everything in a Vert.x instance with a transport of its own kind: no other process can share the port, and
     * connections are neither limited, nor drained when it stops.
     */
    public static Future<CollectorServer> start(Vertx vertx, CollectorOptions options) {
        return start(vertx, new ListeningTransport(), options);
    }

    /**
     * Starts everything.
     *
     * @param vertx one collector a Vert.x instance; stays the caller's, who closes it after the collector
     * @param listening the transport of {@code vertx}
     * @return fails when a part cannot be started, after those before it were stopped again
     */
    public static Future<CollectorServer> start(Vertx vertx, ListeningTransport listening, CollectorOptions options) {
        var drain = new Drain(listening, options.operation());
        var bus = Bus.of(vertx, EventBatch.class, RecordBatch.class, AppendRequest.class, Receipt.class);
        return vertx.executeBlocking(() -> StorageSettings.of(options))
                .compose(settings -> vertx.executeBlocking(() -> new Metrics(options.operation()))
                        .compose(metrics -> open(vertx, drain, options, metrics, bus, settings)));
    }

    private static Future<CollectorServer> open(
            Vertx vertx, Drain drain, CollectorOptions options, Metrics metrics, Bus bus, StorageOptions settings) {
        return Storage.open(vertx, settings, bus, metrics.registry())
                .onFailure(failure -> metrics.close())
                .compose(storage -> vertx.executeBlocking(() -> new PolicyCompiler(options.loggingLevel()))
                        .map(compiler -> new CollectorServer(vertx, drain, options, metrics, bus, storage, compiler)))
                .compose(server -> server.open()
                        .map(server)
                        .recover(failure -> server.close().transform(stopped -> Future.failedFuture(failure))));
    }

    private Future<Void> open() {
        return vertx.executeBlocking(() -> options.ledger().witnessPolicyFile().map(WitnessPolicyFile::read))
                .onSuccess(witnesses ->
                        witnesses.ifPresent(policy -> storage.startCosigning(policy, new HttpWitnessDoor(vertx))))
                .compose(witnessed -> FirstKeys.chosen(storage, options))
                .compose(there -> storage.startWriter())
                .compose(writing -> policies.start())
                .onSuccess(following -> {
                    storage.startFindings(policies::correlations);
                    storage.startRetention();
                })
                .compose(following -> deployPipeline())
                .compose(deployed -> deployDoors())
                // last: keys that were made by a start which failed afterwards would never be shown to anybody
                .compose(listening -> FirstKeys.ensure(storage))
                .onSuccess(made -> {
                    firstKeys = made;
                    readiness.running();
                    log.info(
                            "The collector takes telemetry. url={} cores={} heapMaxMib={} admissionMib={} reusePort={}",
                            url(),
                            CORES,
                            Runtime.getRuntime().maxMemory() >> 20,
                            options.admissionBytes() >> 20,
                            options.operation().reusePort());
                })
                .mapEmpty();
    }

    private Future<Void> deployPipeline() {
        var pipeline = new Pipeline(new Sealer(), new PipelineMetrics(metrics.registry()));
        var deployment = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("deedbook-pipeline")
                .setWorkerPoolSize(CORES)
                .setInstances(CORES);
        return vertx.deployVerticle(() -> new PipelineVerticle(bus, pipeline), deployment)
                .onSuccess(pipelineDeployment::set)
                .mapEmpty();
    }

    private Future<Void> deployDoors() {
        var intakeOptions = IntakeOptions.of(options.bodyBytesMax(), options.admissionBytes(), options.corsOrigins());
        var admission =
                new Admission(intakeOptions.admissionBytesMax(), intakeOptions.tenantBytesMax(), options.waitingMax());
        var policyDesk = new PolicyDesk(
                vertx, storage.policies(), compiler, storage.secrets()::tokenKey, new Sealer(), policies::refresh);
        var process = new ProcessMetrics(metrics.registry(), drain.connections());
        var operation = new OperationRoutes(
                readiness, this::warning, storage.spool()::isSpooling, options.metrics() ? metrics::scrape : null);
        var intake = new IntakeRoutes(
                vertx,
                bus,
                storage.handOff(),
                storage.authenticator(),
                policies,
                storage.acks()::covered,
                admission,
                intakeOptions,
                metrics.registry());
        var api = new ApiRoutes(storage.authenticator(), storage.reader());
        var ledger = new LedgerRoutes(
                storage.authenticator(), storage.evidence(), options.ledger().isPublic());
        var policyApi = new PolicyRoutes(
                storage.authenticator(),
                policyDesk,
                options.ledger().witnessPolicyFile().isPresent());
        var catalogue = new CatalogueRoutes(storage.authenticator(), storage.reader(), policyDesk);
        var erasures = new ErasureRoutes(storage);
        var exports = new ExportRoutes(storage.authenticator(), storage.exports());
        var dashboard = new DashboardRoutes(
                vertx, storage.authenticator(), storage.reader(), storage.sessions(), PolicyCompiler.builtInRules());
        return vertx.deployVerticle(
                        () -> door(router -> {
                            process.watchLoop(vertx);
                            operation.mount(router);
                            intake.mount(router);
                            policyApi.mount(router);
                            catalogue.mount(router);
                            erasures.mount(router);
                            exports.mount(router);
                            api.mount(router);
                            ledger.mount(router);
                            dashboard.mount(router);
                        }),
                        new DeploymentOptions().setInstances(CORES))
                .onSuccess(doorDeployment::set)
                .mapEmpty();
    }

    private HttpVerticle door(Consumer<Router> routes) {
        var door = new HttpVerticle(
                options.host(), options.port(), options.operation().reusePort(), drain, routes);
        doors.add(door);
        return door;
    }

    private Future<Optional<String>> storageTrouble() {
        return storage.ready().map(ready -> {
            var frozen = storage.publisher().frozenLogs().values();
            if (!frozen.isEmpty() && !options.ledger().readyWhileFrozen()) {
                return Optional.of(
                        "A ledger is frozen: " + frozen.iterator().next().wireName() + ". See: deedbook ledger status");
            }
            return ready || storage.takesWithoutDatabase()
                    ? Optional.<String>empty()
                    : Optional.of("The database does not answer.");
        });
    }

    /** Never a reason to take no telemetry: a witness could stop the collector with it. */
    private Optional<String> warning() {
        if (!storage.forkAlarms().isEmpty()) {
            return Optional.of("A witness holds something against a ledger. The log says what to do.");
        }
        return storage.spool().isSpooling()
                ? Optional.of("Records wait in the spool to be appended (spooling). See docs/OUTAGES.md.")
                : Optional.empty();
    }

    /** The port that is listened on. */
    public int port() {
        return doors.get(0).actualPort();
    }

    /** Base URL for clients on this machine. */
    public String url() {
        var host = switch (options.host()) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> options.host();
        };
        var literal = host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
        return "http://" + literal + ':' + port();
    }

    /** The keys that this start made because there were none; to be shown once. */
    public Optional<FirstKeys> firstKeys() {
        return firstKeys;
    }

    /** The ledger behind it. */
    public Storage storage() {
        return storage;
    }

    /**
     * Stops everything, once: readiness turns red, nobody new is let in, who is in gets an answer and goes elsewhere,
     * what was appended is committed and signed.
     *
     * @return completes when all has stopped, never fails
     */
    public Future<Void> close() {
        if (!closing.compareAndSet(false, true)) {
            return closed.future();
        }
        readiness.stopping();
        log.info("The collector stops.");
        drain.run(vertx)
                .transform(drained -> {
                    policies.stop();
                    return undeploy(doorDeployment);
                })
                .transform(shut -> undeploy(pipelineDeployment))
                .transform(stopped -> storage.close())
                .transform(stopped -> vertx.executeBlocking(() -> {
                    metrics.close();
                    return null;
                }))
                .onComplete(stopped -> {
                    log.info("The collector has stopped.");
                    closed.complete();
                });
        return closed.future();
    }

    private Future<Void> undeploy(AtomicReference<@Nullable String> deployment) {
        var id = deployment.getAndSet(null);
        return id == null
                ? Future.succeededFuture()
                : vertx.undeploy(id).onFailure(failure -> log.warn("A part did not stop in order.", failure));
    }
}
