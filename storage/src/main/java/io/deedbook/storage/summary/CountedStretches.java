// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes stretches that this process has committed alone from what was counted then, without reading them. That must
 * not bring back what was erased since. Whoever erases anything from records of a log, in whichever process and release,
 * appends an entry that says so in the same transaction, at an index above all of these records, and {@linkplain
 * SummaryHold#outdate outdates} them there where a summary counts it. So with the row of the log held, a statement of
 * its own asks for such an entry from the begin of the stretch on. Where there is one, the stretch is left to be read.
 * Where there is none, no erasure that touches the stretch was committed before the row was held: each that is still to
 * be committed waits for the row or has not come to it, finds what was written, and marks it. Thread-safe.
 */
final class CountedStretches {
    /** What was counted in memory, as the same rows that {@link Cells} gives. */
    private static final String INSERT = SummaryInsert.stretch("""
            select team, coalesce(risk, '') as risk, coalesce(action, '') as action, coalesce(surface, '') as surface,
                   kind, day, records, earliest, latest
            from unnest($2::text[], $3::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                   $10::bigint[], $11::bigint[])
                as c (team, risk, action, surface, kind, day, records, earliest, latest)""");

    /**
     * Whether something was erased since a stretch began, by its index; and where this was asked: since when the server
     * runs, and which database and table it is. One that is dropped and restored has another number there, however it is
     * called.
     */
    private static final String ERASED = """
            select exists (select from record where log_id = $1 and idx >= $2 and kind in ('erasure', 'retention')),
                concat_ws(' ', extract(epoch from pg_postmaster_start_time()), d.oid, to_regclass('record')::oid)
            from pg_database d where d.datname = current_database()""";

    private final Stretches stretches;
    private final RecentCounts recent;
    private final Counter counted;

    /** @param recent counts stretches of the same size */
    CountedStretches(Stretches stretches, RecentCounts recent, MeterRegistry registry) {
        this.stretches = stretches;
        this.recent = recent;
        counted = Counter.builder("deedbook.summaries.counted")
                .description("Stretches summed up from what was counted as it was committed")
                .register(registry);
    }

    /**
     * Writes a stretch of which everything was counted, and nothing has changed since.
     *
     * @param connection holds the row of the log
     * @return whether it was; else it is to be read
     */
    Future<Boolean> insert(SqlConnection connection, int logId, long number) {
        var taken = recent.take(logId, number);
        return taken.isEmpty()
                ? Future.succeededFuture(false)
                : isStill(connection, logId, number)
                        .compose(still -> still
                                ? insert(connection, logId, number, taken.get()).map(true)
                                : Future.succeededFuture(false));
    }

    private Future<Boolean> isStill(SqlConnection connection, int logId, long number) {
        return connection
                .preparedQuery(ERASED)
                .execute(Tuple.of(logId, number * stretches.entries()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return recent.isOf(row.getString(1)) && !row.getBoolean(0);
                });
    }

    private Future<Void> insert(SqlClient client, int logId, long number, Map<Cell, Tally> cells) {
        var keys = List.copyOf(cells.keySet());
        var tallies = keys.stream().map(cells::get).toList();
        return client.preparedQuery(INSERT)
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
}
