// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.redact.SubjectTokens.Subject;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the records of a person, a stretch of the log at a time. Reads only; thread-safe. */
public final class SubjectSearch {
    /** Entries that one statement looks at. */
    public static final int WINDOW = 10_000;

    /** A shorter value may stand in a text for something else. */
    private static final int VALUE_CHARS_MIN = 8;

    private static final String IS_ACTOR = "(lower(user_email) = lower($4) or user_account_uuid = $4"
            + " or user_account_id = $4 or user_id = $4 or user_email = any($5::text[])"
            + " or user_account_uuid = any($5::text[]) or user_account_id = any($5::text[]) or user_id = any($5::text[])"
            // a finding repeats in its sentence what its records have in common
            + " or (kind = 'finding' and exists (select from unnest($6::text[]) as t (text)"
            + " where strpos(lower(content), lower(t.text)) > 0)))";
    private static final String MENTIONS = "exists (select from unnest($4::text[]) as t (text)"
            + " where strpos(content, t.text) > 0 or strpos(attributes, t.text) > 0 or strpos(target, t.text) > 0)";
    private static final String MENTIONS_VALUE = "(strpos(lower(content), lower($5)) > 0"
            + " or strpos(lower(attributes), lower($5)) > 0 or strpos(lower(target), lower($5)) > 0)";

    private final Pool pool;

    public SubjectSearch(Pool pool) {
        this.pool = pool;
    }

    /**
     * The person's own records, and findings about the person, that still have any of the parts.
     *
     * @param from first index to look at
     * @param to index to stop before, at most {@link #WINDOW} away
     */
    public Future<List<Long>> own(int logId, long from, long to, Subject subject, Set<Part> parts) {
        var tokens = new TreeSet<>(subject.identities().values());
        tokens.add(subject.token());
        var texts = new TreeSet<>(tokens);
        if (subject.value().length() >= VALUE_CHARS_MIN) {
            texts.add(subject.value());
        }
        return indexes(
                select(IS_ACTOR, parts),
                Tuple.of(
                        logId, from, to, subject.value(), tokens.toArray(String[]::new), texts.toArray(String[]::new)));
    }

    /** Records of whomever that mention the person, and still have any of the parts. */
    public Future<List<Long>> mentioning(int logId, long from, long to, Subject subject, Set<Part> parts) {
        var texts = subject.mentions().stream()
                .filter(text -> text.length() >= VALUE_CHARS_MIN && !text.equals(subject.value()))
                .toArray(String[]::new);
        if (subject.value().length() < VALUE_CHARS_MIN) {
            return indexes(select(MENTIONS, parts), Tuple.of(logId, from, to, texts));
        }
        return indexes(
                select("(" + MENTIONS + " or " + MENTIONS_VALUE + ")", parts),
                Tuple.of(logId, from, to, texts, subject.value()));
    }

    private static String select(String condition, Set<Part> parts) {
        return "select idx from record where log_id = $1 and idx >= $2 and idx < $3 and kind in ('record', 'finding')"
                + " and " + PartColumns.anyThere(parts) + " and " + condition + " order by idx";
    }

    private Future<List<Long>> indexes(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(SubjectSearch::indexes);
    }

    private static List<Long> indexes(RowSet<Row> rows) {
        var indexes = new ArrayList<Long>(rows.size());
        rows.forEach(row -> indexes.add(row.getLong(0)));
        return indexes;
    }
}
