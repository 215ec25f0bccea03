// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.erasure.BatchEraser.Batch;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.ledger.OwnEntries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people from a tenant's records: finds what is theirs, and erases it batch by batch, each with its entry in the
 * ledger. It can be cut off anywhere; asking for the same again goes on where it was. Thread-safe; futures fail with an {@link
 * IllegalArgumentException}, meant for a person, when a value does not do.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    /** Erasures that a process does at once. */
    private static final int RUNNING_MAX = 4;

    private final Vertx vertx;
    private final Pool admin;
    private final Function<Tenant, SubjectTokens> tokens;
    private final LongSupplier clockUnixNanos;
    private final ErasureJournal journal;
    private final BatchEraser eraser;
    private final SubjectSearch search;
    private final ErasureReplay replay;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param admin connects as the owner of the schema
     * @param role that may erase, or empty where the login role has to do it itself
     * @param tokens of a tenant
     * @param journals where the journals of erasures are, apart from the database and its backups
     */
    public Erasures(
            Vertx vertx,
            Pool admin,
            OwnEntries entries,
            String role,
            Function<Tenant, SubjectTokens> tokens,
            Path journals,
            LongSupplier clockUnixNanos) {
        this.vertx = vertx;
        this.admin = admin;
        this.tokens = tokens;
        this.clockUnixNanos = clockUnixNanos;
        journal = new ErasureJournal(journals);
        eraser = new BatchEraser(entries, new EraserRights(role), tokens);
        search = new SubjectSearch(admin);
        replay = new ErasureReplay(vertx, admin, journal, eraser, clockUnixNanos);
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
        return prepare(request, UUID.randomUUID(), true, progress -> {})
                .compose(run -> run.all().map(done -> run.progress(ErasureProgress.DONE)));
    }

    /**
     * Starts to erase.
     *
     * @param watcher told of the progress now and then
     * @return when it is known to the database; fails with a {@code Refusal} when too many are at work
     */
    public Future<Running> start(ErasureRequest request, Consumer<ErasureProgress> watcher) {
        if (running.incrementAndGet() > RUNNING_MAX) {
            running.decrementAndGet();
            return Future.failedFuture(
                    new Refusal(Refusal.Reason.OVERLOADED, "Other erasures are at work. Ask again later.", 60));
        }
        var id = UUID.randomUUID();
        return prepare(request, id, false, watcher)
                .compose(run -> ErasureTable.insert(admin, id, redacted(request, run), run.subject.token(), run.size)
                        .map(run))
                .onFailure(refused -> running.decrementAndGet())
                .map(run -> new Running(EntryIds.hex(id), end(run).onComplete(ended -> running.decrementAndGet())));
    }

    private static ErasureRequest redacted(ErasureRequest request, Run run) {
        return new ErasureRequest(
                request.tenant(),
                request.subject(),
                run.reason,
                request.parts(),
                request.mentions(),
                request.requestedBy());
    }

    private Future<Ended> end(Run run) {
        return run.all()
                .compose(
                        done -> ErasureTable.end(admin, run.id, ErasureProgress.DONE)
                                .map(new Ended(run.progress(ErasureProgress.DONE), run.partitions)),
                        failure -> {
                            LOG.warn("An erasure ended early; asked for again it goes on. id={}", EntryIds.hex(run.id));
                            return ErasureTable.end(admin, run.id, ErasureProgress.FAILED)
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

    private Future<Run> prepare(ErasureRequest request, UUID id, boolean dry, Consumer<ErasureProgress> watcher) {
        return vertx.executeBlocking(
                        () -> {
                            var own = tokens.apply(request.tenant());
                            var run = new Run(id, request, own.subject(request.subject()), dry, watcher);
                            run.reason = own.redacted(request.reason());
                            return run;
                        },
                        false)
                .compose(run -> admin.preparedQuery("select l.public_id, h.size from log l"
                                + " join log_head h on h.log_id = l.id where l.id = $1")
                        .execute(Tuple.of(request.tenant().id()))
                        .map(rows -> {
                            var row = rows.iterator().next();
                            run.publicId = row.getString(0);
                            run.size = row.getLong(1);
                            return run;
                        }));
    }

    /** One erasure, or the search for what one would erase: first what is the person's own, then the mentions. */
    private final class Run {
        private final UUID id;
        private final ErasureRequest request;
        private final Subject subject;
        private final boolean dry;
        private final Consumer<ErasureProgress> watcher;
        private final Set<String> partitions = new TreeSet<>();
        private final Set<String> heldBy = new TreeSet<>();

        // Mutable state, owned by whichever step of the run is at work.
        private String publicId = "";
        private String reason = "";
        private long size;
        private long searchedBefore;
        private long next;
        private long erased;
        private long held;

        Run(UUID id, ErasureRequest request, Subject subject, boolean dry, Consumer<ErasureProgress> watcher) {
            this.id = id;
            this.request = request;
            this.subject = subject;
            this.dry = dry;
            this.watcher = watcher;
        }

        Future<Void> all() {
            var mentionedParts = EnumSet.copyOf(request.parts());
            mentionedParts.retainAll(ErasableParts.MENTIONING);
            return search(false, request.parts())
                    .compose(own -> request.mentions() && !mentionedParts.isEmpty()
                            ? searchAgain(mentionedParts)
                            : Future.succeededFuture());
        }

        private Future<Void> searchAgain(Set<Part> parts) {
            searchedBefore = size;
            next = 0;
            return search(true, parts);
        }

        private Future<Void> search(boolean mentions, Set<Part> parts) {
            return AsyncLoop.repeat(() -> {
                if (next >= size) {
                    return Future.succeededFuture(false);
                }
                var from = next;
                var to = Math.min(size, from + SubjectSearch.WINDOW);
                var logId = request.tenant().id();
                var found = mentions
                        ? search.mentioning(logId, from, to, subject, parts)
                        : search.own(logId, from, to, subject, parts);
                return found.compose(indexes -> erase(indexes, parts)).compose(heldHere -> {
                    next = to;
                    held += heldHere;
                    watcher.accept(progress(ErasureProgress.RUNNING));
                    return dry
                            ? Future.succeededFuture(true)
                            : ErasureTable.searched(admin, id, searchedBefore + next, heldHere, heldBy)
                                    .map(true);
                });
            });
        }

        /** Erases some; answers how many are held. */
        private Future<Integer> erase(List<Long> indexes, Set<Part> parts) {
            var heldHere = new AtomicInteger();
            var start = new AtomicInteger();
            return AsyncLoop.repeat(() -> {
                        var from = start.getAndAdd(BatchEraser.RECORDS_MAX);
                        if (from >= indexes.size()) {
                            return Future.succeededFuture(false);
                        }
                        var some = indexes.subList(from, Math.min(indexes.size(), from + BatchEraser.RECORDS_MAX));
                        return batch(some, parts).map(held -> {
                            heldHere.addAndGet(held);
                            return true;
                        });
                    })
                    .map(done -> heldHere.get());
        }

        private Future<Integer> batch(List<Long> indexes, Set<Part> parts) {
            var now = clockUnixNanos.getAsLong();
            var batch = new Batch(request.tenant(), indexes, null, parts, now);
            if (dry) {
                return eraser.look(admin, batch).map(this::count);
            }
            return eraser.erase(
                            batch,
                            targets -> ErasureEntries.erased(
                                    reason, subject.token(), parts, request.requestedBy(), targets, now),
                            (connection, chosen) -> vertx.executeBlocking(
                                            () -> journal.append(publicId, parts, chosen.targets()), false)
                                    .compose(place -> JournalTable.apply(
                                            connection, request.tenant().id(), place))
                                    .compose(applied -> ErasureTable.erased(
                                            connection, id, chosen.targets().size())))
                    .map(this::count);
        }

        private int count(BatchEraser.Erased batch) {
            erased += batch.targets().size();
            partitions.addAll(batch.partitions());
            heldBy.addAll(batch.heldBy());
            return batch.held();
        }

        ErasureProgress progress(String state) {
            var all = request.mentions() ? 2 * size : size;
            return new ErasureProgress(
                    dry ? "" : EntryIds.hex(id),
                    state,
                    subject.token(),
                    searchedBefore + next,
                    all,
                    erased,
                    held,
                    List.copyOf(heldBy));
        }
    }
}
