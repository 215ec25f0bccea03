// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.postgres.SessionCondition;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of a {@link RecordQuery}: what varies is which conditions there are, and every value is a parameter. */
final class RecordSelect {
    /** Of content and attributes in one page, but for its last record. */
    static final int PAGE_BYTES_MAX = RecordPage.bytesMax(Runtime.getRuntime().maxMemory());

    private static final String COLUMNS = columns();
    private static final String LENGTH =
            "(coalesce(octet_length(content), 0)::bigint + coalesce(octet_length(attributes), 0))";

    private final StringBuilder where = new StringBuilder("log_id = $1");
    private final List<Object> parameters = new ArrayList<>();

    private RecordSelect(Tenant tenant) {
        parameters.add(tenant.id());
    }

    /** The statement and its parameters. */
    record Statement(String sql, Tuple parameters) {}

    /** Finds what {@code query} asks for; {@code found} is how many there are, counted to one beyond its limit. */
    static Statement of(Tenant tenant, RecordQuery query) {
        var select = matching(tenant, query);
        query.before().ifPresent(index -> select.and("idx < ?", index));
        query.after().ifPresent(index -> select.and("idx > ?", index));
        var order = query.oldestFirst() ? "asc" : "desc";
        return select.page(" order by idx " + order, query.limit() + 1, PAGE_BYTES_MAX);
    }

    /**
     * Finds, newest first, what {@code query} asks for among some entries.
     *
     * @param from index to begin with
     * @param to index to stop before
     * @param bytesMax of content and attributes, but for the last record
     */
    static Statement within(Tenant tenant, RecordQuery query, long from, long to, long bytesMax) {
        var select = matching(tenant, query);
        select.and("idx >= ?", from);
        select.and("idx < ?", to);
        return select.page(" order by idx desc", query.limit() + 1, bytesMax);
    }

    private static RecordSelect matching(Tenant tenant, RecordQuery query) {
        var select = new RecordSelect(tenant);
        if (query.team() != null) {
            select.and("team = ?", query.team());
        }
        // as a sum, of which the planner knows nothing: where it expects few it would read all of the log, to sort them
        query.fromUnixNanos().ifPresent(from -> select.and("occurred_unix_nanos + 0 >= ?", from));
        query.toUnixNanos().ifPresent(to -> select.and("occurred_unix_nanos + 0 < ?", to));
        // in one order, so that the same question is the same statement
        new TreeMap<>(query.equal()).forEach(select::equal);
        if (query.pii() != null) {
            select.and("jsonb_exists(pii, ?)", query.pii());
        }
        if (query.text() != null) {
            var pattern = '%' + escaped(query.text()) + '%';
            select.and("(content ilike ? or target ilike ? or attributes ilike ?)", pattern);
        }
        return select;
    }

    /** Finds the entries of these indexes, in the order of the log. */
    static Statement of(Tenant tenant, List<Long> indexes) {
        var select = new RecordSelect(tenant);
        select.and("idx = any(?::bigint[])", indexes.toArray(Long[]::new));
        return select.page(" order by idx", RecordQuery.LIMIT_MAX, PAGE_BYTES_MAX);
    }

    /** Finds one record by its id. */
    static Statement byId(Tenant tenant, @Nullable String team, UUID id) {
        var select = new RecordSelect(tenant);
        select.and("id = ?", id);
        if (team != null) {
            select.and("team = ?", team);
        }
        return select.end(" limit 1");
    }

    private void equal(Field field, String value) {
        if (field == Field.KIND && Kind.FINDING.wireName().equals(value)) {
            // in the text, because the planner takes the index of findings for no parameter
            where.append(" and kind = 'finding'");
            return;
        }
        if (field == Field.SESSION_ID) {
            and(SessionCondition.of("?"), value);
            return;
        }
        switch (field.type()) {
            case TEXT -> and(field.column() + " = ?", value);
            case LIST -> and("? = any(" + field.column() + ")", value);
            case INTEGER -> integer(field, value);
        }
    }

    private void integer(Field field, String value) {
        try {
            and(field.column() + " = ?", Long.valueOf(value));
        } catch (NumberFormatException e) {
            // no number is equal to it
            where.append(" and false");
        }
    }

    /** Adds a condition, in which each {@code ?} stands for the one parameter. */
    private void and(String condition, Object parameter) {
        parameters.add(parameter);
        where.append(" and ").append(condition.replace("?", "$" + parameters.size()));
    }

    /**
     * The first {@code limit} rows in {@code order}, but those beyond {@code bytesMax} left out: texts have no limit of
     * their own, so that a few hundred of the longest would not fit into memory. Lengths are read without the texts.
     */
    private Statement page(String order, int limit, long bytesMax) {
        parameters.add(bytesMax);
        var rows = "select " + COLUMNS + " from record where " + where + order + " limit " + limit;
        var measured = "select *, count(*) over () as found, sum(" + LENGTH + ") over (" + order
                + " rows unbounded preceding) as bytes from (" + rows + ") as page";
        return new Statement(
                "select " + COLUMNS + ", found, bytes::bigint from (" + measured + ") as measured where bytes - "
                        + LENGTH + " < $" + parameters.size() + order,
                Tuple.from(parameters));
    }

    private Statement end(String rest) {
        return new Statement("select " + COLUMNS + " from record where " + where + rest, Tuple.from(parameters));
    }

    /** Makes the wildcards of LIKE ordinary characters. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static String columns() {
        var columns = new ArrayList<>(List.of("idx", "id", "received_unix_nanos", "occurred_unix_nanos"));
        Field.all().forEach(field -> columns.add(field.column()));
        columns.addAll(List.of("pii", "content", "attributes"));
        columns.addAll(List.of("actor_salt", "attributes_salt", "content_salt", "facts_salt", "leaf", "leaf_hash"));
        return String.join(", ", columns);
    }
}
