// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.summary.Stretches;
import io.deedbook.storage.summary.SummaryHold;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Erases parts of a few records, in one transaction with the entry that says so, under the head lock of the log: what
 * is there, and what a hold keeps, is looked at under it. This is the one place where anything is erased from a record.
 * Thread-safe.
 */
final class BatchEraser {
    /** The most records in one transaction, because exports of the tenant wait for it. */
    static final int RECORDS_MAX = 500;

    /**
     * Of one batch: a collector of an earlier release takes the locks of an erasure in another order, so that PostgreSQL
     * has to end one of the two.
     */
    private static final int TRIES_MAX = 5;

    private static final List<Field> IDENTITIES = SubjectTokens.fields();
    private static final int KEY_BYTES = 32;

    /**
     * What decides over a record; $2 are the tokens of all holds, of which those are given that stand in its texts.
     * Each text is gone through once, however many tokens there are: it is cut at the brackets with which tokens begin
     * and end.
     */
    private static final String SELECT = "select idx, id, kind, received_unix_nanos, occurred_unix_nanos, session_id,"
            + " tableoid::regclass::text as partition, "
            + IDENTITIES.stream().map(Field::column).collect(Collectors.joining(", "))
            + ", case when cardinality($2::text[]) = 0 then '{}' else array("
            + "select distinct p.token from (values (content), (attributes), (target)) as t (text)"
            + " cross join lateral (select '[' || left(s.piece, strpos(s.piece, ']'))"
            + " from unnest((string_to_array(t.text, '['))[2:]) as s (piece)) as p (token)"
            + " where p.token in (select unnest($2::text[]))) end as mentioned from record";

    private final OwnEntries entries;
    private final EraserRights rights;
    private final Function<Tenant, SubjectTokens> tokens;
    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer = new Sealer();

    BatchEraser(OwnEntries entries, EraserRights rights, Function<Tenant, SubjectTokens> tokens) {
        this.entries = entries;
        this.rights = rights;
        this.tokens = tokens;
    }

    /**
     * What to erase.
     *
     * @param indexes at most {@link #RECORDS_MAX}, ascending
     * @param ids that the records must have, or null
     */
    record Batch(
            Tenant tenant, List<Long> indexes, @Nullable Set<UUID> ids, Set<Part> parts, long nowUnixNanos) {
        Batch {
            indexes = List.copyOf(indexes);
            parts = Set.copyOf(parts);
            if (indexes.size() > RECORDS_MAX) {
                throw new IllegalArgumentException(
                        "indexes: " + indexes.size() + " (expected: <= " + RECORDS_MAX + ")");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param targets from which something went
     * @param held records that a hold keeps
     * @param heldBy ids of the holds that do
     * @param partitions in which the targets are, as SQL names them
     */
    record Erased(List<Target> targets, int held, Set<String> heldBy, Set<String> partitions) {
        static final Erased NOTHING = new Erased(List.of(), 0, Set.of(), Set.of());

        IndexRanges ranges() {
            return IndexRanges.of(targets.stream().map(Target::index).toList());
        }
    }

    /** What else belongs into the transaction, before anything is erased; not asked where nothing will be. */
    interface Along {
        Future<Void> run(SqlConnection connection, Erased erased);
    }

    /**
     * Erases what is there and not held. What a deadlock ended is tried again, with all that belongs to it.
     *
     * @param entry the entry for the targets
     * @return after COMMIT; fails when nothing was changed
     */
    Future<Erased> erase(Batch batch, Function<IndexRanges, RecordDraft> entry, Along along) {
        return erase(batch, entry, along, TRIES_MAX);
    }

    private Future<Erased> erase(Batch batch, Function<IndexRanges, RecordDraft> entry, Along along, int triesLeft) {
        return tryToErase(batch, entry, along)
                .recover(failure -> triesLeft > 1 && Fault.isDeadlock(failure)
                        ? erase(batch, entry, along, triesLeft - 1)
                        : Future.failedFuture(failure));
    }

    private Future<Erased> tryToErase(Batch batch, Function<IndexRanges, RecordDraft> entry, Along along) {
        var outcome = new AtomicReference<Erased>(Erased.NOTHING);
        return entries.append(
                        batch.tenant(),
                        batch.nowUnixNanos(),
                        connection -> holdSummaries(connection, batch),
                        connection -> Holds.active(connection, batch.tenant().id())
                                .compose(holds -> candidates(connection, batch, holds)
                                        .map(rows -> select(batch.tenant(), rows, holds)))
                                .compose(chosen -> {
                                    outcome.set(chosen.erased());
                                    return chosen.erased().targets().isEmpty()
                                            ? Future.succeededFuture(List.<SealedRecord>of())
                                            : along.run(connection, chosen.erased())
                                                    .compose(done -> change(connection, batch, chosen))
                                                    .map(changed -> List.of(sealer.seal(entry.apply(
                                                            chosen.erased().ranges()))));
                                }))
                .map(committed -> outcome.get());
    }

    /** Counts of teams go by a column of the part. Exports don't wait while a stretch is being counted. */
    private static Future<Void> holdSummaries(SqlConnection connection, Batch batch) {
        return batch.parts().contains(Part.ACTOR)
                ? SummaryHold.take(connection, batch.tenant().id())
                : Future.succeededFuture();
    }

    /** Says what {@link #erase} would do. */
    Future<Erased> look(SqlClient client, Batch batch) {
        return Holds.active(client, batch.tenant().id())
                .compose(holds -> candidates(client, batch, holds)
                        .map(rows -> select(batch.tenant(), rows, holds).erased()));
    }

    /** Whether a hold covers anything among these entries, as a transaction under the head lock sees it. */
    Future<Boolean> isHeld(SqlConnection connection, Tenant tenant, long begin, long end) {
        return Holds.active(connection, tenant.id())
                .compose(holds -> holds.isEmpty()
                        ? Future.succeededFuture(false)
                        : connection
                                .preparedQuery(SELECT + " where log_id = $1 and idx >= $3 and idx < $4")
                                .execute(Tuple.of(tenant.id(), heldTokens(holds), begin, end))
                                .map(rows -> {
                                    var own = tokens.apply(tenant);
                                    for (var row : rows) {
                                        if (holdOn(row, holds, own).isPresent()) {
                                            return true;
                                        }
                                    }
                                    return false;
                                }));
    }

    private static Future<RowSet<Row>> candidates(SqlClient client, Batch batch, List<Hold> holds) {
        var sql = SELECT + " where log_id = $1 and idx = any($3::bigint[])"
                + " and ($4::uuid[] is null or id = any($4::uuid[])) and kind in ('record', 'finding') and "
                + PartColumns.anyThere(batch.parts()) + " order by idx";
        var ids = batch.ids() == null ? null : batch.ids().toArray(UUID[]::new);
        return client.preparedQuery(sql)
                .execute(Tuple.tuple()
                        .addInteger(batch.tenant().id())
                        .addArrayOfString(heldTokens(holds))
                        .addArrayOfLong(batch.indexes().toArray(Long[]::new))
                        .addArrayOfUUID(ids));
    }

    private static String[] heldTokens(List<Hold> holds) {
        return holds.stream().flatMap(hold -> hold.tokens().stream()).distinct().toArray(String[]::new);
    }

    /** The targets, when the oldest and the newest were received, and which are findings. */
    private record Chosen(Erased erased, long fromUnixNanos, long toUnixNanos, List<UUID> findings) {}

    private Chosen select(Tenant tenant, RowSet<Row> rows, List<Hold> holds) {
        var own = holds.isEmpty() ? null : tokens.apply(tenant);
        var targets = new ArrayList<Target>();
        var findings = new ArrayList<UUID>();
        var partitions = new TreeSet<String>();
        var heldBy = new TreeSet<String>();
        var held = 0;
        var from = Long.MAX_VALUE;
        var to = Long.MIN_VALUE;
        for (var row : rows) {
            var hold = own == null ? Optional.<Hold>empty() : holdOn(row, holds, own);
            if (hold.isPresent()) {
                held++;
                heldBy.add(hold.get().id());
                continue;
            }
            var received = row.getLong("received_unix_nanos");
            from = Math.min(from, received);
            to = Math.max(to, received);
            targets.add(new Target(row.getLong("idx"), row.getUUID("id")));
            partitions.add(row.getString("partition"));
            if (Kind.FINDING.wireName().equals(row.getString("kind"))) {
                findings.add(row.getUUID("id"));
            }
        }
        return new Chosen(
                new Erased(List.copyOf(targets), held, Set.copyOf(heldBy), Set.copyOf(partitions)), from, to, findings);
    }

    private static Optional<Hold> holdOn(Row row, List<Hold> holds, SubjectTokens own) {
        var identities = new ArrayList<String>();
        for (var field : IDENTITIES) {
            var value = row.getString(field.column());
            if (value != null) {
                identities.addAll(Hold.identities(field, value, own));
            }
        }
        var record = new Hold.Held(
                row.getLong("received_unix_nanos"),
                row.getLong("occurred_unix_nanos"),
                identities,
                sessionToken(row, holds, own),
                List.of(row.getArrayOfStrings("mentioned")));
        return holds.stream().filter(hold -> hold.covers(record)).findFirst();
    }

    /** Once a record, and only where a hold is about a session: it costs a hash. */
    private static @Nullable String sessionToken(Row row, List<Hold> holds, SubjectTokens own) {
        var id = row.getString("session_id");
        return id == null || holds.stream().allMatch(hold -> hold.session().isEmpty()) ? null : own.session(id);
    }

    private Future<Void> change(SqlConnection connection, Batch batch, Chosen chosen) {
        var sql = "update record set "
                + PartColumns.of(batch.parts()).stream()
                        .map(column -> column + " = null")
                        .collect(Collectors.joining(", "))
                + " where log_id = $1 and idx = any($2::bigint[])"
                + " and received_unix_nanos >= $3 and received_unix_nanos <= $4";
        var targets = chosen.erased().targets();
        var indexes = targets.stream().map(Target::index).toArray(Long[]::new);
        return rights.holding(
                        connection,
                        () -> connection
                                .preparedQuery(sql)
                                .execute(Tuple.of(
                                        batch.tenant().id(), indexes, chosen.fromUnixNanos(), chosen.toUnixNanos())))
                .compose(updated -> updated.rowCount() == targets.size()
                        ? forget(connection, batch.tenant(), chosen.findings())
                                .compose(forgotten -> outdate(connection, batch, List.of(indexes)))
                        : Future.failedFuture(new IllegalStateException(
                                "records: " + updated.rowCount() + " changed (expected: " + targets.size() + ")")));
    }

    /** Counts of teams have counted these records. */
    private static Future<Void> outdate(SqlConnection connection, Batch batch, List<Long> indexes) {
        return batch.parts().contains(Part.ACTOR)
                ? SummaryHold.outdate(connection, batch.tenant().id(), indexes, Stretches.STANDARD)
                : Future.succeededFuture();
    }

    /**
     * The key of a finding is a hash over what it is about, from which a name could be guessed: random ones take its
     * place.
     */
    private Future<Void> forget(SqlConnection connection, Tenant tenant, List<UUID> findings) {
        if (findings.isEmpty()) {
            return Future.succeededFuture();
        }
        var keys = findings.stream()
                .map(finding -> {
                    var key = new byte[KEY_BYTES];
                    random.nextBytes(key);
                    return Buffer.buffer(key);
                })
                .toArray(Buffer[]::new);
        return connection
                .preparedQuery("update finding set key = f.key from unnest($2::uuid[], $3::bytea[]) as f (id, key)"
                        + " where log_id = $1 and record_id = f.id")
                .execute(Tuple.of(tenant.id(), findings.toArray(UUID[]::new), keys))
                .mapEmpty();
    }
}
