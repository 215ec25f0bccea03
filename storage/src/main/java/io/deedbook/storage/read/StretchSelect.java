// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.RecordSelect.Statement;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds, newest first, the stretches of a log that can have in them what a query asks for, by what they were summed up
 * to.
 */
final class StretchSelect {
    private static final List<Field> COUNTED = List.of(Field.RISK, Field.ACTION, Field.SURFACE, Field.KIND);

    private final StringBuilder where = new StringBuilder("log_id = $1 and team = $2 and level = 0 and number <= $3");
    private final List<Object> parameters = new ArrayList<>();

    private StretchSelect() {}

    /**
     * The next stretches.
     *
     * @param last the number to begin with, downwards
     * @param limit how many
     */
    static Statement of(Tenant tenant, RecordQuery query, long last, int limit) {
        var select = new StretchSelect();
        var team = team(query);
        select.parameters.addAll(List.of(tenant.id(), team == null ? "" : team, last));
        query.fromUnixNanos().ifPresent(from -> select.and("latest >= ?", from));
        query.toUnixNanos().ifPresent(to -> select.and("earliest < ?", to));
        for (var field : COUNTED) {
            var value = query.equal().get(field);
            if (value != null) {
                select.and("jsonb_exists(counts -> '" + field.column() + "', ?)", value);
            }
        }
        return new Statement(
                "select number from record_summary where " + select.where + " order by number desc limit " + limit,
                Tuple.from(select.parameters));
    }

    /** Whether a query asks for anything that summaries tell. */
    static boolean canNarrow(RecordQuery query) {
        return team(query) != null
                || query.fromUnixNanos().isPresent()
                || query.toUnixNanos().isPresent()
                || COUNTED.stream().anyMatch(query.equal()::containsKey);
    }

    private static @Nullable String team(RecordQuery query) {
        return query.team() != null ? query.team() : query.equal().get(Field.TEAM);
    }

    private void and(String condition, Object parameter) {
        parameters.add(parameter);
        where.append(" and ").append(condition.replace("?", "$" + parameters.size()));
    }
}
