// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.record.Surface;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes ledger entries of conclusions: what all their records have in common, and what was found. A conclusion may be
 * about something that was erased since it was seen, so whatever says who or what comes from the rows, or only goes
 * with them. Thread-safe.
 */
final class FindingDrafts {
    /** The most ids of records that a finding names; their number is always told. */
    static final int RECORDS_MAX = 100;

    private static final List<Field> COMMON = List.of(
            Field.SURFACE,
            Field.TEAM,
            Field.USER_EMAIL,
            Field.USER_ACCOUNT_UUID,
            Field.USER_ACCOUNT_ID,
            Field.USER_ID,
            Field.ORGANIZATION_ID,
            Field.SESSION_ID,
            Field.PROMPT_ID,
            Field.AGENT_ID);
    private static final String ERASED = " What they had in common was erased.";
    private static final int KEY_BYTES = 32;
    /** Records that are read at once: few statements do for many conclusions. */
    private static final int READ_AT_ONCE_MAX = 1_000;

    private static final Map<RecordsByIndex, String> SELECT = new EnumMap<>(RecordsByIndex.class);

    static {
        var columns = "idx, id, received_unix_nanos, policy_version, "
                + String.join(", ", COMMON.stream().map(Field::column).toList())
                + ", "
                + String.join(
                        ", ",
                        PartColumns.ERASABLE.stream().map(FindingDrafts::there).toList());
        for (var way : RecordsByIndex.values()) {
            SELECT.put(
                    way,
                    "select f.conclusion, r.* from unnest($1::int[], $2::int[], $3::int[])"
                            + " with ordinality as f (log_id, first, last, conclusion)"
                            + way.clause(columns, "($4::bigint[])", "")
                            + " order by f.conclusion, r.idx");
        }
    }

    private final Pool reader;
    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer = new Sealer();

    // Mutable state, any thread: null until a server was asked for its version.
    private volatile @Nullable RecordsByIndex way;

    FindingDrafts(Pool reader) {
        this(reader, null);
    }

    /** @param way of finding records; null for what suits the server */
    FindingDrafts(Pool reader, @Nullable RecordsByIndex way) {
        this.reader = reader;
        this.way = way;
    }

    /** Entries, and what was there of the records that they are about when they were made. */
    record Drafts(List<Sealed> findings, PartsThere parts) {}

    /**
     * A conclusion and the entry that it becomes.
     *
     * @param key that of the conclusion, or a random one where it would be a hash over what was erased
     */
    record Sealed(int logId, Conclusion conclusion, byte[] key, SealedRecord entry) {
        UUID id() {
            var hex = HexFormat.of().formatHex(entry.id());
            return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
        }
    }

    /** A conclusion about a log. */
    record Drawn(int logId, Conclusion conclusion) {}

    /** The entries of conclusions, in their order, of what is there of their records now. */
    Future<Drafts> seal(List<Drawn> conclusions, long nowUnixNanos) {
        var made = new ArrayList<Sealed>(conclusions.size());
        var parts = new PartsThere();
        var done = Future.<Void>succeededFuture();
        for (var some :
                Packs.of(conclusions, drawn -> drawn.conclusion().indexes().size(), READ_AT_ONCE_MAX)) {
            done = done.compose(before -> read(some)).map(rows -> {
                for (var position = 0; position < some.size(); position++) {
                    var drawn = some.get(position);
                    rows.get(position).forEach(row -> parts.add(drawn.logId(), row));
                    made.add(sealed(drawn, rows.get(position), nowUnixNanos));
                }
                return null;
            });
        }
        return done.map(new Drafts(made, parts));
    }

    /** Of each conclusion the rows that are there, in the order of the log. */
    private Future<List<List<Row>>> read(List<Drawn> conclusions) {
        var logIds = new ArrayList<Integer>();
        var firsts = new ArrayList<Integer>();
        var lasts = new ArrayList<Integer>();
        var indexes = new ArrayList<Long>();
        var read = new ArrayList<List<Row>>();
        for (var drawn : conclusions) {
            logIds.add(drawn.logId());
            firsts.add(indexes.size() + 1);
            indexes.addAll(drawn.conclusion().indexes());
            lasts.add(indexes.size());
            read.add(new ArrayList<>());
        }
        var parameters = Tuple.of(
                logIds.toArray(Integer[]::new),
                firsts.toArray(Integer[]::new),
                lasts.toArray(Integer[]::new),
                indexes.toArray(Long[]::new));
        return way().compose(known -> reader.preparedQuery(Objects.requireNonNull(SELECT.get(known)))
                        .execute(parameters))
                .map(rows -> {
                    rows.forEach(row -> read.get((int) (row.getLong(0) - 1)).add(row));
                    return read;
                });
    }

    private Future<RecordsByIndex> way() {
        var known = way;
        return known != null
                ? Future.succeededFuture(known)
                : reader.withConnection(connection -> Future.succeededFuture(
                                RecordsByIndex.of(connection.databaseMetadata().majorVersion())))
                        .onSuccess(found -> way = found);
    }

    private Sealed sealed(Drawn drawn, List<Row> rows, long nowUnixNanos) {
        var conclusion = drawn.conclusion();
        var erased = isErased(conclusion, rows);
        var draft = draft(conclusion, rows, nowUnixNanos);
        draft.content().put("explanation", erased ? conclusion.explanation() + ERASED : conclusion.told());
        return new Sealed(drawn.logId(), conclusion, erased ? randomKey() : conclusion.key(), sealer.seal(draft));
    }

    /** Whether any of its records lacks a part that had what they have in common. */
    private static boolean isErased(Conclusion conclusion, List<Row> rows) {
        var parts = EnumSet.noneOf(Part.class);
        conclusion.common().forEach(common -> parts.add(common.field().part()));
        parts.retainAll(PartColumns.ERASABLE);
        for (var row : rows) {
            for (var part : parts) {
                if (!row.getBoolean(thereName(part))) {
                    return true;
                }
            }
        }
        return rows.size() < Set.copyOf(conclusion.indexes()).size();
    }

    private byte[] randomKey() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static String there(Part part) {
        return PartColumns.salt(part) + " is not null as " + thereName(part);
    }

    /** The name under which a row of records says whether a part is there. */
    static String thereName(Part part) {
        return part.wireName() + "_there";
    }

    private static RecordDraft draft(Conclusion conclusion, List<Row> rows, long nowUnixNanos) {
        var rule = conclusion.rule();
        var draft = new RecordDraft(nowUnixNanos, conclusion.toUnixNanos());
        var newest = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        for (var field : COMMON) {
            draft.put(field, common(rows, field));
        }
        if (draft.text(Field.SURFACE) == null) {
            draft.put(Field.SURFACE, Surface.OTHER.wireName());
        }
        draft.put(Field.KIND, Kind.FINDING.wireName());
        draft.put(Field.EVENT, rule.slug());
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.NONE.wireName());
        draft.put(Field.RISK, rule.level().wireName());
        draft.put(Field.RULES, List.of(rule.slug()));
        draft.put(Field.CONTROLS, rule.controls());
        draft.put(Field.POLICY_VERSION, newest == null ? null : newest.getString("policy_version"));
        draft.put(Field.TRUNCATED, 0L);
        draft.put(Field.CONTENT_STATE, ContentState.REDACTED.wireName());
        draft.content().put("recordCount", Integer.toString(conclusion.indexes().size()));
        draft.content().put("records", ids(rows));
        draft.content().put("title", rule.title());
        draft.content().put("window", time(conclusion.fromUnixNanos()) + '/' + time(conclusion.toUnixNanos()));
        return draft;
    }

    /** What stands in a field of all the records, or null where they differ. */
    private static @Nullable String common(List<Row> rows, Field field) {
        String common = null;
        var first = true;
        for (var row : rows) {
            var text = row.getString(field.column());
            if (!first && !Objects.equals(text, common)) {
                return null;
            }
            common = text;
            first = false;
        }
        return common;
    }

    /** The ids as the text of a JSON array. */
    private static String ids(List<Row> rows) {
        var ids = new ArrayList<String>();
        for (var row : rows) {
            if (ids.size() < RECORDS_MAX) {
                ids.add(row.getUUID("id").toString().replace("-", ""));
            }
        }
        return new CanonicalJson(4_096).strings(ids).toString();
    }

    private static String time(long unixNanos) {
        return Instant.EPOCH.plus(unixNanos, ChronoUnit.NANOS).toString();
    }
}
