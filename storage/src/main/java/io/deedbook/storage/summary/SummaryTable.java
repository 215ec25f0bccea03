// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the table of summaries, one stretch a transaction. Whoever does holds the row of the log in
 * {@code summary_cursor}, and reads the records after that: so what is erased at the same time is either seen, or marks
 * what was written as outdated.
 *
 * <p>A stretch that this process has committed alone is not read, but written from what was counted then. That must not
 * bring back what was erased since. Whoever erases anything from records of a log, in whichever process and release,
 * appends an entry that says so in the same transaction, at an index above all of these records, and {@link #outdate}s
 * them there where a summary counts it. So with the row held, a statement of its own asks for such an entry from the
 * begin of the stretch on. Where there is one, the stretch is read. Where there is none, no erasure that touches the
 * stretch was committed before the row was held: each that is still to be committed waits for the row or has not come
 * to it, finds what was written, and marks it. What is outdated is always read.
 *
 * <p>When that row is locked in transactions that lock more is said in the description of the package {@code ledger}.
 * Thread-safe.
 */
public final class SummaryTable {
    private static final int LOGS_MAX = 10_000;

    /** What was counted in memory, as the same rows that {@link Cells} gives. */
    private static final String COUNTED = """
            select team, coalesce(risk, '') as risk, coalesce(action, '') as action, coalesce(surface, '') as surface,
                   kind, day, records, earliest, latest
            from unnest($2::text[], $3::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                   $10::bigint[], $11::bigint[])
                as c (team, risk, action, surface, kind, day, records, earliest, latest)""";

    private static final String INSERT_READ = insert(Cells.SQL);
    private static final String INSERT_COUNTED = insert(COUNTED);

    /** Whether something was erased since a stretch began, by its index; and where this was asked. */
    private static final String ERASED = """
            select exists (select from record where log_id = $1 and idx >= $2 and kind in ('erasure', 'retention')),
            pg_postmaster_start_time()""";

    /** What is counted along each axis, of all and of each team, from cells. */
    private static String insert(String cells) {
        return """
            with cell as (%s),
            owned as (select '' as owner, c.* from cell c union all select team, c.* from cell c where team <> ''),
            total as (select owner, sum(records) as records, min(earliest) as earliest, max(latest) as latest
                from owned group by owner),
            counted as (select owner, axis, value, sum(records) as records from owned cross join lateral (values
                ('risk', risk), ('action', action), ('surface', surface), ('kind', kind), ('day', %s)) as v (axis, value)
                group by owner, axis, value),
            """.formatted(cells, Cells.DAY) + store(0, "false");
    }

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
    private final RecentCounts recent;
    private final Counter counted;
    private final Counter read;

    /**
     * @param admin connects as the owner of the schema
     * @param recent counts stretches of the same size
     */
    SummaryTable(Pool admin, Stretches stretches, RecentCounts recent, MeterRegistry registry) {
        this.admin = admin;
        this.stretches = stretches;
        this.recent = recent;
        counted = Counter.builder("deedbook.summaries.counted")
                .description("Stretches summed up from what was counted as it was committed")
                .register(registry);
        read = Counter.builder("deedbook.summaries.read")
                .description("Stretches summed up by reading their records")
                .register(registry);
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
            return insertNext(connection, log.logId(), next)
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
                                                    .compose(deleted -> insertRead(connection, logId, number))
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
                // looked for first, because an insert would wait for whoever has changed the row
                .preparedQuery("insert into summary_cursor (log_id) select $1::int where not exists"
                        + " (select from summary_cursor where log_id = $1::int) on conflict (log_id) do nothing")
                .execute(Tuple.of(logId))
                .compose(there -> connection
                        .preparedQuery(
                                "select next_number from summary_cursor where log_id = $1" + " for update skip locked")
                        .execute(Tuple.of(logId)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : work.apply(connection, rows.iterator().next().getLong(0))));
    }

    private Future<Void> insertNext(SqlConnection connection, int logId, long number) {
        var taken = recent.take(logId, number);
        return taken.isEmpty()
                ? insertRead(connection, logId, number)
                : isStill(connection, logId, number)
                        .compose(still -> still
                                ? insertCounted(connection, logId, number, taken.get())
                                : insertRead(connection, logId, number));
    }

    /** Whether what was counted of a stretch is what is there; asked with the row of the log held. */
    private Future<Boolean> isStill(SqlConnection connection, int logId, long number) {
        return connection
                .preparedQuery(ERASED)
                .execute(Tuple.of(logId, number * stretches.entries()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return recent.isOf(row.getOffsetDateTime(1)) && !row.getBoolean(0);
                });
    }

    private Future<Void> insertCounted(SqlClient client, int logId, long number, Map<Cell, Tally> cells) {
        var keys = List.copyOf(cells.keySet());
        var tallies = keys.stream().map(cells::get).toList();
        return client.preparedQuery(INSERT_COUNTED)
                .execute(Tuple.tuple()
                        .addInteger(logId)
                        .addArrayOfString(texts(keys, Cell::team))
                        .addArrayOfString(texts(keys, Cell::risk))
                        .addLong(number)
                        .addArrayOfString(texts(keys, Cell::action))
                        .addArrayOfString(texts(keys, Cell::surface))
                        .addArrayOfString(texts(keys, Cell::kind))
                        .addArrayOfLong(numbers(keys, Cell::day))
                        .addArrayOfLong(numbers(tallies, Tally::records))
                        .addArrayOfLong(numbers(tallies, Tally::earliest))
                        .addArrayOfLong(numbers(tallies, Tally::latest)))
                .onSuccess(made -> counted.increment())
                .mapEmpty();
    }

    private static String[] texts(List<Cell> cells, Function<Cell, @Nullable String> text) {
        return cells.stream().map(text).toArray(String[]::new);
    }

    private static <T> Long[] numbers(List<T> items, ToLongFunction<T> number) {
        return items.stream().mapToLong(number).boxed().toArray(Long[]::new);
    }

    private Future<Void> insertRead(SqlClient client, int logId, long number) {
        var from = number * stretches.entries();
        return client.preparedQuery(INSERT_READ)
                .execute(Tuple.of(logId, from, from + stretches.entries(), number))
                .onSuccess(made -> read.increment())
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
     * Waits until nobody sums up a stretch of the log, and keeps it so until the transaction ends. That may take a
     * while, so it comes before the head is locked.
     */
    public static Future<Void> hold(SqlClient client, int logId) {
        return client.preparedQuery("insert into summary_cursor as c (log_id) values ($1)"
                        // locks it, whether it was there or not
                        + " on conflict (log_id) do update set next_number = c.next_number")
                .execute(Tuple.of(logId))
                .mapEmpty();
    }

    /**
     * Says, in the transaction that takes the team from records and {@linkplain #hold holds} the log, that summaries
     * count them still.
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
