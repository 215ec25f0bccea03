// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.ack.AckWaits;
import io.deedbook.storage.cosign.ForkAlarm;
import io.deedbook.storage.cosign.WitnessDoor;
import io.deedbook.storage.erasure.Erasures;
import io.deedbook.storage.erasure.Holds;
import io.deedbook.storage.erasure.RetentionOptions;
import io.deedbook.storage.erasure.RetentionWorker;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.evidence.KeyChanges;
import io.deedbook.storage.evidence.RecentHashes;
import io.deedbook.storage.export.Exports;
import io.deedbook.storage.finding.FindingEvaluator;
import io.deedbook.storage.finding.FindingOptions;
import io.deedbook.storage.finding.RecentRecords;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.policy.PolicyStore;
import io.deedbook.storage.postgres.DatabaseProbe;
import io.deedbook.storage.postgres.PartitionVacuum;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.PoolMetrics;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.read.PostgresRecordReader;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.spool.SpoolMetrics;
import io.deedbook.storage.summary.RecentCounts;
import io.deedbook.storage.summary.Stretches;
import io.deedbook.storage.summary.Summarizer;
import io.deedbook.storage.tenant.ApiKeys;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.DashboardSessions;
import io.deedbook.storage.tenant.Teams;
import io.deedbook.storage.tenant.TenantSecrets;
import io.deedbook.storage.tenant.Tenants;
import io.deedbook.storage.tlog.TlogPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything about the ledger, opened and closed as one. {@link #open} starts the included PostgreSQL where no database
 * is named, brings the schema up to date, and makes the tenant {@code default} in an empty database; records are taken
 * from {@link #startWriter} on. What it is made of comes first, then its life from {@link #open} to {@link #close},
 * then its parts. Thread-safe.
 */
public final class Storage {
    private final Vertx vertx;
    private final Database database;
    private final Pools pools;
    private final DatabaseProbe probe;
    private final Partitions partitions;
    private final OwnEntries ownEntries;
    private final PolicyStore policies;
    private final Writing writing;
    private final Publishing publishing;
    private final Access access;
    private final Evaluating evaluating;
    private final Erasing erasing;
    private final RecordReader reader;
    private final Exports exports;
    private final Housekeeping housekeeping;
    private final Summarizer summarizer;

    private Storage(Vertx vertx, StorageOptions options, Bus bus, MeterRegistry registry, Database database) {
        this.vertx = vertx;
        this.database = database;
        pools = Pools.open(vertx, database.url(), database.roles());
        PoolMetrics.bind(pools, registry);
        probe = new DatabaseProbe(vertx, pools.admin());
        partitions = new Partitions(pools.admin());
        var recent =
                new RecentRecords(RecentRecords.bytesMax(Runtime.getRuntime().maxMemory()));
        var hashes = new RecentHashes(RecentHashes.bytesMax(Runtime.getRuntime().maxMemory()));
        var counts = new RecentCounts(
                Stretches.STANDARD, RecentCounts.bytesMax(Runtime.getRuntime().maxMemory()));
        var committed = recent.and(hashes).and(counts);
        ownEntries = new OwnEntries(pools.admin(), partitions, committed);
        policies = new PolicyStore(pools.admin(), ownEntries);
        writing = new Writing(vertx, bus, options, database, partitions, committed, registry);
        publishing = new Publishing(vertx, options, pools, ownEntries, hashes, registry);
        access = Access.open(vertx, pools, publishing.logs(), options.keysKnownFor());
        evaluating = new Evaluating(vertx, database, pools, partitions, recent, committed, registry);
        erasing =
                new Erasing(vertx, options, database, pools.admin(), ownEntries, policies, writing::isBehind, registry);
        reader = new PostgresRecordReader(pools.reader(), publishing.evidence());
        exports = new Exports(
                vertx,
                pools.reader(),
                reader,
                publishing.evidence(),
                ownEntries,
                database::subjectTokens,
                publishing.publisher()::publishNow,
                UnixNanos::now);
        housekeeping = new Housekeeping(vertx, pools.admin(), partitions, access.sessions(), writing::needsReceipts);
        summarizer = new Summarizer(vertx, pools.admin(), Stretches.STANDARD, counts, registry);
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
        return probe.reached()
                .compose(answered -> partitions.makeAhead(Instant.now()))
                .compose(made -> access.tenants().createDefault())
                // before anybody reads
                .compose(made -> erasing.replay())
                .onSuccess(replayed -> {
                    publishing.start();
                    housekeeping.start();
                    summarizer.start();
                });
    }

    /**
     * Has checkpoints cosigned from now on.
     *
     * @param policy whose witnesses have addresses
     * @throws IllegalArgumentException for a policy that can't be followed
     */
    public void startCosigning(TlogPolicy policy, WitnessDoor door) {
        publishing.startCosigning(policy, door);
    }

    /** Takes append requests from now on. */
    public Future<Void> startWriter() {
        return writing.start();
    }

    /**
     * Evaluates records together from now on, and puts what is found on record.
     *
     * @param correlations those of a tenant
     */
    public void startFindings(Function<Tenant, Future<CorrelationSet>> correlations) {
        evaluating.start(correlations);
    }

    /** Lets records go from now on when their time is over. */
    public void startRetention() {
        erasing.startRetention();
    }

    /** Takes no more append requests, and completes when those it had are answered. */
    public Future<Void> stopWriter() {
        return writing.stop();
    }

    /**
     * Stops the writer, then the publisher after a last checkpoint, then the connections and the included PostgreSQL.
     */
    public Future<Void> close() {
        return stopWriter()
                .transform(stopped -> evaluating.stop())
                .transform(stopped -> erasing.stopRetention())
                .transform(stopped -> housekeeping.stop())
                .transform(stopped -> summarizer.stop())
                .transform(stopped -> publishing.stop())
                .transform(stopped -> writing.close())
                .transform(stopped -> pools.close())
                .transform(closed -> vertx.executeBlocking(() -> {
                    database.close();
                    return null;
                }));
    }

    /**
     * Whether the database answers within a second; {@link CheckpointPublisher#frozenLogs} says whether every log can
     * be signed. Never fails. Anybody may ask, so all who do while a question is open share its answer.
     */
    public Future<Boolean> ready() {
        return probe.answers();
    }

    /** Whether records would be taken while the database is away. */
    public boolean takesWithoutDatabase() {
        return writing.takesWithoutDatabase();
    }

    /** Where records are handed over to be kept, once the writer has started. */
    public HandOff handOff() {
        return writing.handOff();
    }

    /** How the spool is doing: whether something waits in it, and whether it would take what the database can't. */
    public SpoolMetrics spool() {
        return writing.spool();
    }

    public CheckpointPublisher publisher() {
        return publishing.publisher();
    }

    /** Where requests wait for checkpoints. */
    public AckWaits acks() {
        return publishing.acks();
    }

    /** What witnesses hold against logs. */
    public List<ForkAlarm> forkAlarms() {
        return publishing.forkAlarms();
    }

    /** Checkpoints, proofs and tiles. */
    public EvidenceReader evidence() {
        return publishing.evidence();
    }

    /** The keys that sign the logs, and their changes. */
    public KeyChanges keyChanges() {
        return publishing.keyChanges();
    }

    /** The files of the keys that sign the logs, or null where an external signer has them. */
    public @Nullable KeyDirectory logKeys() {
        return publishing.keyDirectory();
    }

    public RecordReader reader() {
        return reader;
    }

    /** Copies of records that prove themselves. */
    public Exports exports() {
        return exports;
    }

    /** Sums logs up for readers; runs from the start. */
    public Summarizer summarizer() {
        return summarizer;
    }

    /** For what the server itself puts on record. */
    public OwnEntries ownEntries() {
        return ownEntries;
    }

    /** The policies of tenants and teams. */
    public PolicyStore policies() {
        return policies;
    }

    public Tenants tenants() {
        return access.tenants();
    }

    public Teams teams() {
        return access.teams();
    }

    public ApiKeys keys() {
        return access.keys();
    }

    public Authenticator authenticator() {
        return access.authenticator();
    }

    public DashboardSessions sessions() {
        return access.sessions();
    }

    public TenantSecrets secrets() {
        return database.secrets();
    }

    /** An evaluator of this storage, not started; stopping it is the caller's business. */
    public FindingEvaluator findings(Function<Tenant, Future<CorrelationSet>> correlations, FindingOptions options) {
        return evaluating.evaluator(correlations, options);
    }

    /** Legal holds. */
    public Holds holds() {
        return erasing.holds();
    }

    /** Erases people from records. */
    public Erasures erasures() {
        return erasing.erasures();
    }

    /** What lets records of this storage go, not started; stopping it is the caller's business. */
    public RetentionWorker retention(RetentionOptions options) {
        return erasing.retention(options);
    }

    /**
     * Takes what was erased out of the files of the database.
     *
     * @param partitions as SQL names them
     * @return statements that are left for the operator
     */
    public Future<List<String>> vacuum(Set<String> partitions, PartitionVacuum.Rewrite rewrite) {
        return erasing.vacuum(partitions, rewrite);
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
