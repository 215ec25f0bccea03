// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.ack.AckWaits;
import io.deedbook.storage.cosign.Cosigning;
import io.deedbook.storage.cosign.ForkAlarm;
import io.deedbook.storage.cosign.WitnessDoor;
import io.deedbook.storage.erasure.Erasures;
import io.deedbook.storage.erasure.Holds;
import io.deedbook.storage.erasure.RetentionOptions;
import io.deedbook.storage.erasure.RetentionWorker;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.evidence.KeyChanges;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.evidence.RecentHashes;
import io.deedbook.storage.export.Exports;
import io.deedbook.storage.finding.FindingEvaluator;
import io.deedbook.storage.finding.FindingOptions;
import io.deedbook.storage.finding.RecentRecords;
import io.deedbook.storage.handoff.DirectHandOff;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.kafka.KafkaHandOff;
import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.kafka.TopicBacklog;
import io.deedbook.storage.kafka.TopicMetrics;
import io.deedbook.storage.kafka.TopicReader;
import io.deedbook.storage.ledger.DrainVerticle;
import io.deedbook.storage.ledger.EntryLedger;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.ledger.PostgresLedger;
import io.deedbook.storage.ledger.WriterMetrics;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.policy.PolicyStore;
import io.deedbook.storage.postgres.PartitionVacuum;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.PoolMetrics;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.postgres.WriterConnection;
import io.deedbook.storage.read.PostgresRecordReader;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.spool.FileSpool;
import io.deedbook.storage.spool.SpoolMetrics;
import io.deedbook.storage.tenant.ApiKeys;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.DashboardSessions;
import io.deedbook.storage.tenant.PostgresAuthenticator;
import io.deedbook.storage.tenant.Teams;
import io.deedbook.storage.tenant.TenantSecrets;
import io.deedbook.storage.tenant.Tenants;
import io.deedbook.storage.tlog.TlogPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything about the ledger, opened and closed as one. {@link #open} starts the included PostgreSQL where no database is
 * named, brings the schema up to date, and makes the tenant {@code default} in an empty database; records are taken from
 * {@link #startWriter} on. Thread-safe.
 */
public final class Storage {
    private static final long READY_MILLIS_MAX = 1_000;
    private static final int REACH_TRIES_MAX = 10;
    private static final long REACH_PAUSE_MILLIS = 250;
    /** A receipt that old may be needed by what waits in the topic. */
    private static final long WAITS_LONG_SECONDS = 3_600;

    private final Vertx vertx;
    private final Bus bus;
    private final HandOff direct;
    private final Database database;
    private final Pools pools;
    private final Partitions partitions;
    private final RecentRecords recent =
            new RecentRecords(RecentRecords.bytesMax(Runtime.getRuntime().maxMemory()));
    private final RecentHashes hashes =
            new RecentHashes(RecentHashes.bytesMax(Runtime.getRuntime().maxMemory()));
    private final PostgresLedger ledger;
    private final PostgresLedger drainLedger;
    private final OwnEntries ownEntries;
    private final PolicyStore policies;
    private final @Nullable KeyDirectory keyDirectory;
    private final KeyChanges keyChanges;
    private final MeterRegistry registry;
    private final WriterMetrics writerMetrics;
    private final SpoolMetrics spoolMetrics;
    private final CheckpointPublisher publisher;
    private final EvidenceReader evidence;
    private final RecordReader reader;
    private final PostgresAuthenticator authenticator;
    private final Tenants tenants;
    private final Teams teams;
    private final ApiKeys keys;
    private final DashboardSessions sessions;
    private final Housekeeping housekeeping;
    private final Holds holds;
    private final Erasures erasures;
    private final Exports exports;
    private final AtomicReference<@Nullable Future<Boolean>> asking = new AtomicReference<>();
    private final AtomicReference<@Nullable FindingEvaluator> findings = new AtomicReference<>();
    private final AckWaits acks;
    private final AtomicReference<@Nullable Cosigning> cosigning = new AtomicReference<>();
    private final StorageOptions options;
    private final AtomicReference<@Nullable RetentionWorker> retention = new AtomicReference<>();
    private final AtomicReference<@Nullable String> writerDeployment = new AtomicReference<>();
    private final TopicMetrics topicMetrics;
    private final AtomicReference<@Nullable KafkaHandOff> throughKafka = new AtomicReference<>();
    private final AtomicReference<@Nullable String> topicDeployment = new AtomicReference<>();

    private Storage(Vertx vertx, StorageOptions options, Bus bus, MeterRegistry registry, Database database) {
        this.vertx = vertx;
        this.bus = bus;
        this.database = database;
        this.registry = registry;
        this.options = options;
        direct = new DirectHandOff(bus);
        var random = new SecureRandom();
        pools = Pools.open(vertx, database.url(), database.roles());
        PoolMetrics.bind(pools, registry);
        partitions = new Partitions(pools.admin());
        var committed = recent.and(hashes);
        ledger = new PostgresLedger(vertx, writerConnection(database), partitions, committed);
        drainLedger = PostgresLedger.ofDrain(vertx, writerConnection(database), partitions, committed);
        ownEntries = new OwnEntries(pools.admin(), partitions, committed);
        policies = new PolicyStore(pools.admin(), ownEntries);
        keyDirectory = options.signer().isPresent()
                ? null
                : new KeyDirectory(
                        options.dataDir().resolve("keys"),
                        options.keyPassphrase().toCharArray(),
                        random);
        LogKeys logKeys = keyDirectory != null
                ? keyDirectory
                : options.signer().map(signer -> signer.apply(vertx)).orElseThrow();
        keyChanges = new KeyChanges(vertx, pools.admin(), ownEntries, logKeys, new Sealer());
        writerMetrics = new WriterMetrics(registry);
        spoolMetrics = new SpoolMetrics(registry);
        topicMetrics = new TopicMetrics(registry);
        publisher =
                new CheckpointPublisher(vertx, pools.publisher(), logKeys, options.publishInterval(), hashes, registry);
        acks = new AckWaits(vertx, pools.reader(), registry);
        publisher.onPublished(this::published);
        Gauge.builder(
                        "deedbook.storage.logs.frozen",
                        publisher,
                        asked -> asked.frozenLogs().size())
                .description("Logs that get no checkpoints until a person has looked")
                .register(registry);
        evidence = new EvidenceReader(pools.reader());
        reader = new PostgresRecordReader(pools.reader(), evidence);
        authenticator = new PostgresAuthenticator(vertx, pools.admin(), options.keysKnownFor());
        tenants = new Tenants(pools.admin(), new LogRegistry(vertx, logKeys, options.originHost(), random));
        teams = new Teams(pools.admin());
        keys = new ApiKeys(pools.admin(), authenticator::forget);
        sessions = new DashboardSessions(pools.sessions());
        housekeeping = new Housekeeping(vertx, pools.admin(), partitions, sessions, this::receiptsAreNeeded);
        holds = new Holds(vertx, pools.admin(), ownEntries, this::subjectTokens, Storage::nowUnixNanos);
        erasures = new Erasures(
                vertx,
                pools.admin(),
                ownEntries,
                database.roles().eraser(),
                this::subjectTokens,
                options.dataDir().resolve("erasures"),
                this::recordsAreOnTheirWay,
                Storage::nowUnixNanos,
                registry);
        exports = new Exports(
                vertx,
                pools.reader(),
                reader,
                evidence,
                ownEntries,
                this::subjectTokens,
                publisher::publishNow,
                Storage::nowUnixNanos);
    }

    private static WriterConnection writerConnection(Database database) {
        return WriterConnection.of(database.url(), database.roles());
    }

    /**
     * Opens the ledger.
     *
     * @param bus on which {@code AppendRequest} and {@code Receipt} can be sent
     * @return fails with a {@code DatabaseUnusableException}, meant for a person, when the database can't be used
     */
    public static Future<Storage> open(Vertx vertx, StorageOptions options, Bus bus, MeterRegistry registry) {
        // as a whole: reading keys and making pools blocks too
        return vertx.executeBlocking(() -> made(vertx, options, bus, registry))
                .compose(storage -> storage.prepare()
                        .map(storage)
                        .recover(failure -> storage.close().transform(closed -> Future.failedFuture(failure))));
    }

    private static Storage made(Vertx vertx, StorageOptions options, Bus bus, MeterRegistry registry)
            throws IOException {
        var database = Database.open(options);
        try {
            return new Storage(vertx, options, bus, registry, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Future<Void> prepare() {
        return reached(REACH_TRIES_MAX)
                .compose(answered -> partitions.makeAhead(Instant.now()))
                .compose(made -> tenants.createDefault())
                // before anybody reads: what a restored backup brought back goes again
                .compose(made -> erasures.replay())
                .compose(erased -> vacuum(erased, PartitionVacuum.Rewrite.PAST))
                .onSuccess(made -> {
                    publisher.start();
                    housekeeping.start();
                })
                .mapEmpty();
    }

    /** The migrations had the database's answer, so what fails now is a machine that is too busy to connect in time. */
    private Future<Void> reached(int triesLeft) {
        return pools.admin()
                .query("select 1")
                .execute()
                .<Void>mapEmpty()
                .recover(failure -> triesLeft > 1
                        ? vertx.timer(REACH_PAUSE_MILLIS).compose(waited -> reached(triesLeft - 1))
                        : Future.failedFuture(failure));
    }

    /** Takes append requests from now on. */
    public Future<Void> startWriter() {
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
                .compose(reader -> vertx.deployVerticle(new DrainVerticle(ledger, writerMetrics, reader)))
                .onSuccess(topicDeployment::set)
                .mapEmpty();
    }

    /** Where records are handed over to be kept, once the writer has started. */
    public HandOff handOff() {
        var kafka = throughKafka.get();
        return kafka == null ? direct : kafka;
    }

    /** Whether records would be taken while the database is away. */
    public boolean takesWithoutDatabase() {
        var kafka = throughKafka.get();
        return spoolMetrics.isTaking() || (kafka != null && kafka.isTaking());
    }

    private boolean receiptsAreNeeded() {
        return spoolMetrics.isSpooling() || topicMetrics.oldestAgeSeconds() > WAITS_LONG_SECONDS;
    }

    /** Blocks. */
    private boolean recordsAreOnTheirWay() throws IOException, InterruptedException {
        return (options.spool().isPresent()
                        && FileSpool.isWaiting(options.spool().get()))
                || (options.kafka().isPresent()
                        && TopicBacklog.isBehind(options.kafka().get()));
    }

    /** How the spool is doing: whether something waits in it, and whether it would take what the database can't. */
    public SpoolMetrics spool() {
        return spoolMetrics;
    }

    /** Takes no more append requests, and completes when those it had are answered. */
    public Future<Void> stopWriter() {
        var kafka = throughKafka.getAndSet(null);
        return undeployed(topicDeployment)
                .transform(read -> kafka == null ? Future.succeededFuture() : kafka.close())
                .transform(sent -> undeployed(writerDeployment));
    }

    private Future<Void> undeployed(AtomicReference<@Nullable String> deployment) {
        var id = deployment.getAndSet(null);
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }

    /**
     * Evaluates records together from now on, and puts what is found on record.
     *
     * @param correlations those of a tenant
     */
    public void startFindings(Function<Tenant, Future<CorrelationSet>> correlations) {
        var evaluator = findings(correlations, FindingOptions.standard());
        if (findings.compareAndSet(null, evaluator)) {
            evaluator.start();
        }
    }

    /** An evaluator of this storage, not started; stopping it is the caller's business. */
    public FindingEvaluator findings(Function<Tenant, Future<CorrelationSet>> correlations, FindingOptions options) {
        var entries = new EntryLedger(vertx, WriterConnection.ofOwner(database.url()), partitions, recent.and(hashes));
        return new FindingEvaluator(
                vertx, pools.admin(), pools.reader(), recent, entries, correlations, registry, options);
    }

    /**
     * Has checkpoints cosigned from now on.
     *
     * @param policy whose witnesses have addresses
     * @throws IllegalArgumentException for a policy that can't be followed
     */
    public void startCosigning(TlogPolicy policy, WitnessDoor door) {
        var started = new Cosigning(vertx, pools.admin(), evidence, policy, door, options.publishInterval(), registry);
        if (cosigning.compareAndSet(null, started)) {
            started.start();
        }
    }

    private Future<Void> stopCosigning() {
        var started = cosigning.getAndSet(null);
        return started == null ? Future.succeededFuture() : started.stop();
    }

    /** On the publisher's context. */
    private void published() {
        acks.nudge();
        var started = cosigning.get();
        if (started != null) {
            started.nudge();
        }
    }

    /** What witnesses hold against logs. */
    public List<ForkAlarm> forkAlarms() {
        var started = cosigning.get();
        return started == null ? List.of() : started.alarms();
    }

    /** Where requests wait for checkpoints. */
    public AckWaits acks() {
        return acks;
    }

    /** Lets records go from now on when their time is over. */
    public void startRetention() {
        var worker = retention(RetentionOptions.standard());
        if (retention.compareAndSet(null, worker)) {
            worker.start();
        }
    }

    /** What lets records of this storage go, not started; stopping it is the caller's business. */
    public RetentionWorker retention(RetentionOptions options) {
        return new RetentionWorker(
                vertx,
                pools.admin(),
                ownEntries,
                database.roles().eraser(),
                this::subjectTokens,
                policies,
                registry,
                options);
    }

    private Future<Void> stopRetention() {
        var worker = retention.getAndSet(null);
        return worker == null ? Future.succeededFuture() : worker.stop();
    }

    private Future<Void> stopFindings() {
        var evaluator = findings.getAndSet(null);
        return evaluator == null ? Future.succeededFuture() : evaluator.stop();
    }

    /**
     * Whether the database answers within a second; {@link CheckpointPublisher#frozenLogs} says whether every log can be signed.
     * Never fails. Anybody may ask, so all who do while a question is open share its answer.
     */
    public Future<Boolean> ready() {
        var mine = Promise.<Boolean>promise();
        var asked = asking.compareAndExchange(null, mine.future());
        if (asked != null) {
            return asked;
        }
        pools.admin()
                .query("select 1")
                .execute()
                .timeout(READY_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(answered -> true)
                .otherwise(false)
                .onComplete(answered -> {
                    asking.set(null);
                    mine.complete(answered.result());
                });
        return mine.future();
    }

    /** Stops the writer, then the publisher after a last checkpoint, then the connections and the included PostgreSQL. */
    public Future<Void> close() {
        return stopWriter()
                .transform(stopped -> stopFindings())
                .transform(stopped -> stopRetention())
                .transform(stopped -> housekeeping.stop())
                .transform(stopped -> publisher.stop())
                .transform(stopped -> stopCosigning())
                .transform(stopped -> Future.join(ledger.close(), drainLedger.close()))
                .transform(stopped -> pools.close())
                .transform(closed -> vertx.executeBlocking(() -> {
                    database.close();
                    return null;
                }));
    }

    public RecordReader reader() {
        return reader;
    }

    /** Checkpoints, proofs and tiles. */
    public EvidenceReader evidence() {
        return evidence;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public Tenants tenants() {
        return tenants;
    }

    public Teams teams() {
        return teams;
    }

    public ApiKeys keys() {
        return keys;
    }

    public TenantSecrets secrets() {
        return database.secrets();
    }

    public DashboardSessions sessions() {
        return sessions;
    }

    public CheckpointPublisher publisher() {
        return publisher;
    }

    /** The policies of tenants and teams. */
    public PolicyStore policies() {
        return policies;
    }

    /** For what the server itself puts on record. */
    public OwnEntries ownEntries() {
        return ownEntries;
    }

    /** Legal holds. */
    public Holds holds() {
        return holds;
    }

    /** Erases people from records. */
    public Erasures erasures() {
        return erasures;
    }

    /** Copies of records that prove themselves. */
    public Exports exports() {
        return exports;
    }

    /**
     * Takes what was erased out of the files of the database.
     *
     * @param partitions as SQL names them
     * @return statements that are left for the operator
     */
    public Future<List<String>> vacuum(Set<String> partitions, PartitionVacuum.Rewrite rewrite) {
        return vertx.executeBlocking(
                () -> new PartitionVacuum(database.url()).run(partitions, rewrite, Instant.now()), false);
    }

    private SubjectTokens subjectTokens(Tenant tenant) {
        return new SubjectTokens(database.secrets().tokenKey(tenant));
    }

    private static long nowUnixNanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The files of the keys that sign the logs, or null where an external signer has them. */
    public @Nullable KeyDirectory logKeys() {
        return keyDirectory;
    }

    /** The keys that sign the logs, and their changes. */
    public KeyChanges keyChanges() {
        return keyChanges;
    }

    /** For the verifier: reads everything but keys and sessions, writes nothing where roles are apart. */
    public Pool verifierPool() {
        return pools.reader();
    }

    /** Connects as the owner of the schema. */
    public Pool adminPool() {
        return pools.admin();
    }
}
