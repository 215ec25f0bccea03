// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts a tenant's records along each axis of {@link Stats} in one pass over them. */
final class StatsQuery {
    private static final int DAYS_MAX = 3_660;

    private static final String SQL = """
            select grouping(risk) as not_risk, grouping(action) as not_action, grouping(surface) as not_surface,
                   grouping(day) as not_day, risk, action, surface, day, count(*) as records
            from (
                select risk, action, surface,
                       to_char(to_timestamp(occurred_unix_nanos / 1000000000) at time zone 'UTC', 'YYYY-MM-DD') as day
                from record where log_id = $1 and ($2::text is null or team = $2)
            ) as r
            group by grouping sets ((), (risk), (action), (surface), (day))""";

    private StatsQuery() {}

    static Future<Stats> run(Pool reader, Tenant tenant, @Nullable String team) {
        return reader.preparedQuery(SQL).execute(Tuple.of(tenant.id(), team)).map(StatsQuery::read);
    }

    private static Stats read(RowSet<Row> rows) {
        var total = 0L;
        var byRisk = new TreeMap<String, Long>();
        var byAction = new TreeMap<String, Long>();
        var bySurface = new TreeMap<String, Long>();
        var byDay = new TreeMap<String, Long>();
        for (var row : rows) {
            var records = row.getLong("records");
            if (row.getInteger("not_risk") == 0) {
                count(byRisk, row.getString("risk"), records);
            } else if (row.getInteger("not_action") == 0) {
                count(byAction, row.getString("action"), records);
            } else if (row.getInteger("not_surface") == 0) {
                count(bySurface, row.getString("surface"), records);
            } else if (row.getInteger("not_day") == 0) {
                count(byDay, row.getString("day"), records);
            } else {
                total = records;
            }
        }
        while (byDay.size() > DAYS_MAX) {
            // clocks of clients can say anything; what they say most recently is of use
            byDay.pollFirstEntry();
        }
        return new Stats(total, frozen(byRisk), frozen(byAction), frozen(bySurface), frozen(byDay));
    }

    private static void count(Map<String, Long> counts, @Nullable String value, long records) {
        counts.merge(value == null ? "" : value, records, Long::sum);
    }

    private static Map<String, Long> frozen(Map<String, Long> counts) {
        return Collections.unmodifiableMap(counts);
    }
}
