// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.erasure.IndexRanges;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.read.RecordReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exports records in a form that proves itself, and puts each export on record before its first byte leaves. Everything
 * is as of the latest checkpoint. Thread-safe; futures fail with an {@link IllegalArgumentException}, meant for a
 * person, when a value does not do, and with a {@code Refusal} when too many are at work.
 */
public final class Exports {
    private static final long PUBLISH_MILLIS_MAX = 5_000;
    private static final int RETRY_SECONDS = 30;
    private static final String EXPORTED = "records_exported";

    private final Vertx vertx;
    private final Pool reader;
    private final RecordReader records;
    private final EvidenceReader evidence;
    private final OwnEntries entries;
    private final Function<Tenant, SubjectTokens> tokens;
    private final LongSupplier clockUnixNanos;
    private final ExportIndexes indexes;
    private final Sealer sealer = new Sealer();
    private final Supplier<Future<Void>> publishNow;
    private final ExportSlots slots = new ExportSlots();

    /**
     * @param tokens of a tenant
     * @param publishNow publishes checkpoints of all that is committed
     */
    public Exports(
            Vertx vertx,
            Pool reader,
            RecordReader records,
            EvidenceReader evidence,
            OwnEntries entries,
            Function<Tenant, SubjectTokens> tokens,
            Supplier<Future<Void>> publishNow,
            LongSupplier clockUnixNanos) {
        this.vertx = vertx;
        this.reader = reader;
        this.records = records;
        this.evidence = evidence;
        this.entries = entries;
        this.tokens = tokens;
        this.publishNow = publishNow;
        this.clockUnixNanos = clockUnixNanos;
        indexes = new ExportIndexes(reader);
    }

    /**
     * An export that is on record and ready to be written.
     *
     * @param records how many lines it will have
     */
    public record Ready(long records, Function<ExportTarget, Future<Long>> writer) {
        /**
         * Writes it, once.
         *
         * @return how many lines {@code records.jsonl} has
         */
        public Future<Long> write(ExportTarget target) {
            return writer.apply(target);
        }
    }

    /** Finds what belongs into an export, and puts the export on record; what is ready is to be written. */
    public Future<Ready> prepare(ExportRequest request) {
        // before anything is looked for or noted: what is refused leaves no entries
        if (!slots.tryTake(request.tenant().id())) {
            return Future.failedFuture(new Refusal(
                    Refusal.Reason.OVERLOADED, "Other exports are at work. Ask again later.", RETRY_SECONDS));
        }
        return subject(request)
                .compose(subject -> log(request.tenant())
                        .compose(log -> found(request, subject.orElse(null), log)
                                .compose(found ->
                                        checkNothingWent(request, log, found).map(found))
                                .compose(found -> noted(request, subject.orElse(null), log, found)
                                        .map(noted -> new Ready(
                                                found.count(),
                                                target -> write(request, subject.orElse(null), log, found, target))))))
                .onFailure(refused -> slots.giveBack(request.tenant().id()));
    }

    /** As of a checkpoint that covers what was erased by now: else what is gone would look as if somebody took it. */
    private Future<ExportedLog> log(Tenant tenant) {
        return ExportedLog.read(reader, tenant)
                .compose(log -> records.size(tenant)
                        .compose(size -> size <= log.size()
                                ? Future.succeededFuture(log)
                                : publishNow
                                        .get()
                                        .timeout(PUBLISH_MILLIS_MAX, TimeUnit.MILLISECONDS)
                                        .otherwiseEmpty()
                                        .compose(published -> ExportedLog.read(reader, tenant))));
    }

    /** Fails when something of these went, and the checkpoint does not cover the entry that says so. */
    private Future<Void> checkNothingWent(ExportRequest request, ExportedLog log, IndexRanges found) {
        return indexes.isNoticedFrom(request.tenant().id(), found, log.size())
                .compose(noticed -> noticed
                        ? Future.failedFuture(new Refusal(
                                Refusal.Reason.TOO_LATE,
                                "Records of the export were erased meanwhile. Ask again later.",
                                RETRY_SECONDS))
                        : Future.succeededFuture());
    }

    private Future<Optional<Subject>> subject(ExportRequest request) {
        var value = request.subject();
        return value == null
                ? Future.succeededFuture(Optional.empty())
                : vertx.executeBlocking(
                        () -> Optional.of(tokens.apply(request.tenant()).subject(value)), false);
    }

    private Future<IndexRanges> found(ExportRequest request, @Nullable Subject subject, ExportedLog log) {
        if (request.complete()) {
            return Future.succeededFuture(
                    log.first() >= log.size() ? IndexRanges.NONE : IndexRanges.of(log.first(), log.size() - 1));
        }
        return indexes.find(request, subject, log.size())
                .compose(own -> indexes.notices(request.tenant().id(), own, log.size())
                        .map(notices -> IndexRanges.union(List.of(own, notices))));
    }

    /** Reads by people are on record themselves. */
    private Future<Void> noted(ExportRequest request, @Nullable Subject subject, ExportedLog log, IndexRanges found) {
        var now = clockUnixNanos.getAsLong();
        return vertx.executeBlocking(
                        () -> {
                            var content = new TreeMap<>(scope(request, subject));
                            // the entry stays when the session's records are erased
                            content.computeIfPresent(
                                    "session",
                                    (name, id) -> tokens.apply(request.tenant()).session(id));
                            content.put("count", Long.toString(found.count()));
                            content.put("size", Long.toString(log.size()));
                            content.put("requestedBy", request.requestedBy());
                            return sealer.seal(RecordDraft.ofLedger(Kind.READ, EXPORTED, now, content));
                        },
                        false)
                .compose(entry ->
                        entries.append(request.tenant(), now, connection -> Future.succeededFuture(List.of(entry))))
                .mapEmpty();
    }

    private Future<Long> write(
            ExportRequest request, @Nullable Subject subject, ExportedLog log, IndexRanges found, ExportTarget target) {
        var files = new ExportFiles(vertx, reader, records, evidence, log, target);
        var complete = request.complete();
        return files.file("checkpoint", log.note())
                .compose(done -> files.file("policy", log.policy()))
                .compose(done -> complete ? files.checkpoints() : Future.succeededFuture())
                .compose(done -> files.records(found, !complete))
                .compose(lines -> (complete ? files.tiles() : Future.<Void>succeededFuture())
                        // without its export.json nobody takes it for an export
                        .compose(done -> checkNothingWent(request, log, found))
                        .compose(done -> files.file("export.json", manifest(request, subject, log, lines)))
                        .compose(done -> files.finish())
                        .map(lines))
                .onComplete(done -> slots.giveBack(request.tenant().id()));
    }

    private String manifest(ExportRequest request, @Nullable Subject subject, ExportedLog log, long lines) {
        var scope = new JsonObject();
        scope(request, subject).forEach(scope::put);
        scope.put("kind", scope.remove("scope"));
        return new JsonObject()
                        .put("format", "deedbook-export/v1")
                        .put("origin", log.origin())
                        .put("epoch", log.epoch())
                        .put("size", log.size())
                        .put("first", request.complete() ? log.first() : 0)
                        .put("createdAt", time(clockUnixNanos.getAsLong()))
                        .put("scope", scope)
                        .put("records", lines)
                        .put("complete", request.complete())
                        .encodePrettily()
                + '\n';
    }

    private static Map<String, String> scope(ExportRequest request, @Nullable Subject subject) {
        var scope = new TreeMap<String, String>();
        scope.put("scope", request.kind());
        if (request.team() != null) {
            scope.put("team", request.team());
        }
        if (subject != null) {
            scope.put("subject", subject.token());
        }
        if (request.session() != null) {
            scope.put("session", request.session());
        }
        put(scope, "from", request.fromUnixNanos());
        put(scope, "to", request.toUnixNanos());
        return scope;
    }

    private static void put(Map<String, String> scope, String name, OptionalLong unixNanos) {
        if (unixNanos.isPresent()) {
            scope.put(name, time(unixNanos.getAsLong()));
        }
    }

    private static String time(long unixNanos) {
        return Instant.EPOCH.plus(unixNanos, ChronoUnit.NANOS).toString();
    }
}
