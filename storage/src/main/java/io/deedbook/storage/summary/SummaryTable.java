// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Writes the table of summaries, one stretch a transaction. Whoever does holds the row of the log in {@code summary_cursor},
 * and reads the records after that: so what is erased at the same time is either seen, or marks what was written as outdated.
 * When that row is locked in transactions that lock more is said in the description of the package {@code ledger}. Thread-safe.
 */
public final class SummaryTable {
    private static final int LOGS_MAX = 10_000;

    /** What is counted along each axis, of all and of each team, from the rows of {@link Cells}. */
    private static final String INSERT = """
            with cell as (%s),
            owned as (select '' as owner, c.* from cell c union all select team, c.* from cell c where team <> ''),
            total as (select owner, sum(records) as records, min(earliest) as earliest, max(latest) as latest
                from owned group by owner),
            counted as (select owner, axis, value, sum(records) as records from owned cross join lateral (values
                ('risk', risk), ('action', action), ('surface', surface), ('kind', kind), ('day', %s)) as v (axis, value)
                group by owner, axis, value),
            """.formatted(Cells.SQL, Cells.DAY) + store(0, "false");

    private static final String INSERT_ABOVE = """
            with part as (select team as owner, records, earliest, latest, counts from record_summary
                where log_id = $1 and level = 0 and number >= $2 and number < $3),
            total as (select owner, sum(records) as records, min(earliest) as earliest, max(latest) as latest
                from part group by owner),
            counted as (select owner, a.key as axis, v.key as value, sum(v.value::bigint) as records from part
                cross join lateral jsonb_each(counts) as a cross join lateral jsonb_each_text(a.value) as v
                group by 1, 2, 3),
            """
            + store(
                    1,
                    "o.owner = '' and exists (select from record_summary p where p.log_id = $1 and p.outdated"
                            + " and p.level = 0 and p.number >= $2 and p.number < $3)");

    private static String store(int level, String outdated) {
        return """
            newest as (select *, row_number() over (partition by owner, axis order by value desc) as place from counted),
            axes as (select owner, axis, jsonb_object_agg(value, records) as counts from newest where place <= %d
                group by owner, axis),
            counts as (select owner, jsonb_object_agg(axis, counts) as counts from axes group by owner)
            insert into record_summary (log_id, team, level, number, records, earliest, latest, counts, outdated)
            select $1, o.owner, %d, $4, coalesce(t.records, 0), t.earliest, t.latest, coalesce(c.counts, '{}'), %s
            from (select '' as owner union select owner from total) as o
            left join total t on t.owner = o.owner left join counts c on c.owner = o.owner""".formatted(Cells.DAYS_MAX, level, outdated);
    }

    private static final String DUE = """
            select h.log_id, h.size, h.size - coalesce(c.next_number, 0) * $1 as behind
            from log_head h left join summary_cursor c on c.log_id = h.log_id
            where h.size >= (coalesce(c.next_number, 0) + 1) * $1
            or exists (select from record_summary s where s.log_id = h.log_id and s.outdated)
            order by behind desc limit\s""" + LOGS_MAX;

    /** One of level 1 only after those that it is made of. */
    private static final String OUTDATED = """
            select level, number from record_summary s where log_id = $1 and outdated and not (level = 1 and exists (
                select from record_summary p where p.log_id = $1 and p.outdated and p.level = 0
                and p.number >= s.number * $2 and p.number < (s.number + 1) * $2))
            order by level, number limit 1""";

    private static final String OUTDATED_ABOVE = """
            select exists (select from record_summary where log_id = $1 and level = 1 and number = $2 and outdated)
            and not exists (select from record_summary
                where log_id = $1 and level = 0 and number >= $3 and number < $4 and outdated)""";

    private static final String DELETE_PRUNED = """
            delete from record_summary s using pruned_log p where p.log_id = $1 and s.log_id = $1
            and ((level = 0 and number < p.size / $2) or (level = 1 and number < p.size / $3))""";

    private final Pool admin;
    private final Stretches stretches;

    /** @param admin connects as the owner of the schema */
    SummaryTable(Pool admin, Stretches stretches) {
        this.admin = admin;
        this.stretches = stretches;
    }

    /**
     * A log of which something is to be summed up.
     *
     * @param behind entries that are in no summary
     */
    record DueLog(int logId, long size, long behind) {}

    /** Those with a whole stretch that is not summed up, or one that is outdated; those most behind first. */
    Future<List<DueLog>> due() {
        return admin.preparedQuery(DUE)
                .execute(Tuple.of((long) stretches.entries()))
                .map(rows -> {
                    var due = new ArrayList<DueLog>(rows.size());
                    rows.forEach(row -> due.add(new DueLog(row.getInteger(0), row.getLong(1), row.getLong(2))));
                    return due;
                });
    }

    /**
     * Sums up the next stretch of a log, unless another collector is at it.
     *
     * @return whether there was one
     */
    Future<Boolean> sumUpNext(DueLog log) {
        return held(log.logId(), (connection, next) -> {
            if ((next + 1) * stretches.entries() > log.size()) {
                return Future.succeededFuture(false);
            }
            return insert(connection, log.logId(), next)
                    .compose(made -> connection
                            .preparedQuery("update summary_cursor set next_number = $2 where log_id = $1")
                            .execute(Tuple.of(log.logId(), next + 1)))
                    .compose(moved -> (next + 1) % stretches.fanOut() == 0
                            ? insertAbove(connection, log.logId(), next / stretches.fanOut())
                            : Future.succeededFuture())
                    .map(true);
        });
    }

    /**
     * Sums up anew what is outdated, unless another collector is at it.
     *
     * @return whether there was something
     */
    Future<Boolean> sumUpAgain(int logId) {
        return held(
                logId,
                (connection, next) -> connection
                        .preparedQuery(OUTDATED)
                        .execute(Tuple.of(logId, (long) stretches.fanOut()))
                        .compose(rows -> {
                            if (rows.size() == 0) {
                                return Future.succeededFuture(false);
                            }
                            var number = rows.iterator().next().getLong(1);
                            return (rows.iterator().next().getInteger(0) == 0
                                            ? delete(connection, logId, 0, number)
                                                    .compose(deleted -> insert(connection, logId, number))
                                                    .compose(made -> sumUpAgainAbove(connection, logId, number))
                                            : sumUpAgainAbove(connection, logId, number * stretches.fanOut()))
                                    .map(true);
                        }));
    }

    /** In the same transaction, so that where one of level 1 is outdated, there is one of level 0 in it that is. */
    private Future<Void> sumUpAgainAbove(SqlConnection connection, int logId, long number) {
        var above = number / stretches.fanOut();
        return connection
                .preparedQuery(OUTDATED_ABOVE)
                .execute(Tuple.of(logId, above, above * stretches.fanOut(), (above + 1) * stretches.fanOut()))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? delete(connection, logId, 1, above).compose(deleted -> insertAbove(connection, logId, above))
                        : Future.succeededFuture());
    }

    private static Future<Void> delete(SqlConnection connection, int logId, int level, long number) {
        return connection
                .preparedQuery("delete from record_summary where log_id = $1 and level = $2::int and number = $3")
                .execute(Tuple.of(logId, level, number))
                .mapEmpty();
    }

    /** What is done with the row of the log held, from the stretch that comes next. */
    private interface Work extends BiFunction<SqlConnection, Long, Future<Boolean>> {}

    private Future<Boolean> held(int logId, Work work) {
        return admin.withTransaction(connection -> connection
                .preparedQuery("insert into summary_cursor (log_id) values ($1) on conflict (log_id) do nothing")
                .execute(Tuple.of(logId))
                .compose(there -> connection
                        .preparedQuery(
                                "select next_number from summary_cursor where log_id = $1" + " for update skip locked")
                        .execute(Tuple.of(logId)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : work.apply(connection, rows.iterator().next().getLong(0))));
    }

    private Future<Void> insert(SqlClient client, int logId, long number) {
        var from = number * stretches.entries();
        return client.preparedQuery(INSERT)
                .execute(Tuple.of(logId, from, from + stretches.entries(), number))
                .mapEmpty();
    }

    private Future<Void> insertAbove(SqlClient client, int logId, long number) {
        var from = number * stretches.fanOut();
        return client.preparedQuery(INSERT_ABOVE)
                .execute(Tuple.of(logId, from, from + stretches.fanOut(), number))
                .mapEmpty();
    }

    /** Removes the summaries of stretches of which retention has left nothing. */
    Future<Void> deletePruned(int logId) {
        return admin.preparedQuery(DELETE_PRUNED)
                .execute(Tuple.of(logId, (long) stretches.entries(), stretches.entriesAbove()))
                .mapEmpty();
    }

    /**
     * Waits until nobody sums up a stretch of the log, and keeps it so until the transaction ends. That may take a while, so it
     * comes before the head is locked.
     */
    public static Future<Void> hold(SqlClient client, int logId) {
        return client.preparedQuery("insert into summary_cursor as c (log_id) values ($1)"
                        // locks it, whether it was there or not
                        + " on conflict (log_id) do update set next_number = c.next_number")
                .execute(Tuple.of(logId))
                .mapEmpty();
    }

    /**
     * Says, in the transaction that takes the team from records and {@linkplain #hold holds} the log, that summaries count them
     * still.
     *
     * @param indexes of the records
     */
    public static Future<Void> outdate(SqlClient client, int logId, Collection<Long> indexes, Stretches stretches) {
        return client.preparedQuery("update record_summary set outdated = true where log_id = $1"
                        + " and team = '' and not outdated"
                        + " and ((level = 0 and number = any($2::bigint[]))"
                        + " or (level = 1 and number = any($3::bigint[])))")
                .execute(Tuple.of(
                        logId, numbers(indexes, stretches.entries()), numbers(indexes, stretches.entriesAbove())))
                .mapEmpty();
    }

    private static Long[] numbers(Collection<Long> indexes, long entries) {
        return indexes.stream().map(index -> index / entries).distinct().toArray(Long[]::new);
    }
}
