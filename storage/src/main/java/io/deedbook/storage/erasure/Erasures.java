// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.erasure.BatchEraser.Batch;
import io.deedbook.storage.erasure.BatchEraser.Erased;
import io.deedbook.storage.ledger.OwnEntries;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people from a tenant's records: finds what is theirs, and erases it batch by batch, each with its entry in the
 * ledger. It can be cut off anywhere; asking for the same again goes on where it was. Thread-safe; futures fail with an
 * {@link IllegalArgumentException}, meant for a person, when a value does not do.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    /** Erasures that a process does at once. */
    private static final int RUNNING_MAX = 4;

    private final Vertx vertx;
    private final Pool admin;
    private final Function<Tenant, SubjectTokens> tokens;
    private final LongSupplier clockUnixNanos;
    private final Callable<Boolean> awaited;
    private final ErasureJournal journal;
    private final BatchEraser eraser;
    private final SubjectSearch search;
    private final ErasureReplay replay;
    private final ErasedPartitions erased;
    private final AtomicInteger running = new AtomicInteger();
    private final ErasureMetrics metrics;

    /**
     * @param admin connects as the owner of the schema
     * @param role that may erase, or empty where the login role has to do it itself
     * @param tokens of a tenant
     * @param journals where the journals of erasures are, apart from the database and its backups
     * @param awaited whether records are still on their way to the ledger, in which the person would not be found; may
     *     block
     */
    public Erasures(
            Vertx vertx,
            Pool admin,
            OwnEntries entries,
            String role,
            Function<Tenant, SubjectTokens> tokens,
            Path journals,
            Callable<Boolean> awaited,
            LongSupplier clockUnixNanos,
            MeterRegistry registry) {
        this.awaited = awaited;
        this.vertx = vertx;
        this.admin = admin;
        this.tokens = tokens;
        this.clockUnixNanos = clockUnixNanos;
        metrics = new ErasureMetrics(registry, running);
        journal = new ErasureJournal(journals);
        eraser = new BatchEraser(entries, new EraserRights(role), tokens);
        search = new SubjectSearch(admin);
        replay = new ErasureReplay(vertx, admin, journal, eraser, clockUnixNanos);
        erased = new ErasedPartitions(vertx, admin, journal);
    }

    /**
     * An erasure at work.
     *
     * @param id 32 hex digits, to ask after it
     * @param ended with what came of it
     */
    public record Running(String id, Future<Ended> ended) {}

    /**
     * An erasure that has ended.
     *
     * @param partitions from which something went, as SQL names them: they are to be vacuumed
     */
    public record Ended(ErasureProgress progress, Set<String> partitions) {
        public Ended {
            partitions = Set.copyOf(partitions);
        }
    }

    /** Says what {@link #start} would do, and changes nothing. */
    public Future<ErasureProgress> dryRun(ErasureRequest request) {
        return prepare(request).compose(prepared -> {
            var run = new ErasureRun(
                    "",
                    prepared.request(),
                    prepared.subject(),
                    prepared.size(),
                    search,
                    (indexes, parts) -> eraser.look(admin, batch(request.tenant(), indexes, parts)),
                    (progress, heldHere) -> Future.succeededFuture());
            return run.all().map(done -> run.progress(ErasureProgress.DONE));
        });
    }

    /**
     * Starts to erase.
     *
     * @param watcher told of the progress now and then
     * @return when it is known to the database; fails with a {@code Refusal} when too many are at work, or while
     *     records wait in the spool or the topic
     */
    public Future<Running> start(ErasureRequest request, Consumer<ErasureProgress> watcher) {
        if (running.incrementAndGet() > RUNNING_MAX) {
            running.decrementAndGet();
            return Future.failedFuture(
                    new Refusal(Refusal.Reason.OVERLOADED, "Other erasures are at work. Ask again later.", 60));
        }
        var id = UUID.randomUUID();
        return noneAwaited()
                .compose(complete -> prepare(request))
                .compose(prepared -> ErasureTable.insert(
                                admin,
                                id,
                                prepared.request(),
                                prepared.subject().token(),
                                ErasureRun.entries(prepared.request(), prepared.size()))
                        .map(run(id, prepared, watcher)))
                .onFailure(refused -> running.decrementAndGet())
                .map(run -> new Running(EntryIds.hex(id), end(id, run).onComplete(ended -> running.decrementAndGet())));
    }

    /** What was taken in before the erasure began must be in the ledger when it looks there. */
    private Future<Void> noneAwaited() {
        return vertx.executeBlocking(awaited, false)
                .compose(some -> some
                        ? Future.failedFuture(new Refusal(
                                Refusal.Reason.OVERLOADED,
                                "Records wait in the spool, or in the topic, to be appended. Erase when they are; see"
                                        + " docs/OUTAGES.md.",
                                60))
                        : Future.succeededFuture());
    }

    private ErasureRun run(UUID id, Prepared prepared, Consumer<ErasureProgress> watcher) {
        return new ErasureRun(
                EntryIds.hex(id),
                prepared.request(),
                prepared.subject(),
                prepared.size(),
                search,
                (indexes, parts) -> erase(id, prepared, indexes, parts),
                (progress, heldHere) -> {
                    watcher.accept(progress);
                    return ErasureTable.searched(admin, id, progress.searched(), heldHere, progress.heldBy());
                });
    }

    private Future<Erased> erase(UUID id, Prepared prepared, List<Long> indexes, Set<Part> parts) {
        var request = prepared.request();
        var batch = batch(request.tenant(), indexes, parts);
        return eraser.erase(
                        batch,
                        targets -> ErasureEntries.erased(
                                request.reason(),
                                prepared.subject().token(),
                                parts,
                                request.requestedBy(),
                                targets,
                                batch.nowUnixNanos()),
                        (connection, chosen) -> vertx.executeBlocking(
                                        () -> journal.append(prepared.publicId(), parts, chosen.targets()), false)
                                .compose(added -> JournalTable.applyNext(
                                        connection, request.tenant().id(), added))
                                .compose(applied -> ErasureTable.erased(
                                        connection, id, chosen.targets().size())))
                .onSuccess(erased -> metrics.erased(erased.targets().size()));
    }

    private Batch batch(Tenant tenant, List<Long> indexes, Set<Part> parts) {
        return new Batch(tenant, indexes, null, parts, clockUnixNanos.getAsLong());
    }

    private Future<Ended> end(UUID id, ErasureRun run) {
        return run.all()
                .onComplete(all -> metrics.ended(all.succeeded()))
                .compose(
                        done -> ErasureTable.end(admin, id, ErasureProgress.DONE)
                                .map(new Ended(run.progress(ErasureProgress.DONE), run.partitions())),
                        failure -> {
                            LOG.warn("An erasure ended early; asked for again it goes on. id={}", EntryIds.hex(id));
                            return ErasureTable.end(admin, id, ErasureProgress.FAILED)
                                    .transform(noted -> Future.failedFuture(failure));
                        });
    }

    /** How far an erasure of the tenant is, or empty where there is none of this id. */
    public Future<Optional<ErasureProgress>> progress(Tenant tenant, String id) {
        return EntryIds.parse(id)
                .map(known -> ErasureTable.find(admin, tenant, known))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /**
     * Erases again what the journals say and a restored database has nevertheless.
     *
     * @return the partitions from which something went
     */
    public Future<Set<String>> replay() {
        return replay.run();
    }

    /** The partitions in which anything of a tenant was ever erased from here, as SQL names them. */
    public Future<Set<String>> partitions(Tenant tenant) {
        return log(tenant).compose(row -> erased.of(tenant, row.getString(0)));
    }

    private Future<Row> log(Tenant tenant) {
        return admin.preparedQuery(
                        "select l.public_id, h.size from log l join log_head h on h.log_id = l.id where l.id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.iterator().next());
    }

    /** A request whose reason repeats nobody, with the person's tokens, the log's public id and its size. */
    private record Prepared(ErasureRequest request, Subject subject, String publicId, long size) {}

    private Future<Prepared> prepare(ErasureRequest request) {
        return vertx.executeBlocking(
                        () -> {
                            var own = tokens.apply(request.tenant());
                            return new Prepared(
                                    request.withReason(own.redacted(request.reason())),
                                    own.subject(request.subject()),
                                    "",
                                    0);
                        },
                        false)
                .compose(prepared -> log(request.tenant())
                        .map(row -> new Prepared(
                                prepared.request(), prepared.subject(), row.getString(0), row.getLong(1))));
    }
}
