// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.storage.evidence.AsyncLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Writes stretches from what was counted as they were committed, by this process alone or by several together, without
 * reading them. That must not bring back what was erased since. Whoever erases anything from records of a log, in
 * whichever process and release, appends an entry that says so in the same transaction, at an index above all of these
 * records, and {@linkplain SummaryHold#outdate outdates} them there where a summary counts it. So with the row of the
 * log held, a statement of its own asks for such an entry from the begin of the stretch on. Where there is one, the
 * stretch is left to be read. Where there is none, no erasure that touches the stretch was committed before the row was
 * held: each that is still to be committed waits for the row or has not come to it, finds what was written, and marks
 * it. Thread-safe.
 */
final class CountedStretches {
    /** What was counted, as the same rows that {@link Cells} gives. */
    private static final String INSERT = SummaryInsert.stretch("""
            select team, coalesce(risk, '') as risk, coalesce(action, '') as action, coalesce(surface, '') as surface,
                   kind, day, records, earliest, latest
            from unnest($2::text[], $3::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                   $10::bigint[], $11::bigint[])
                as c (team, risk, action, surface, kind, day, records, earliest, latest)""");

    /** Whether something was erased since a stretch began, by its index; and whether this is the database. */
    private static final String ERASED =
            "select exists (select from record where log_id = $1 and idx >= $2 and kind in ('erasure', 'retention')),"
                    + " $3 = " + SummaryParts.DATABASE;

    private final Stretches stretches;
    private final RecentCounts recent;
    private final Counter counted;
    private final Counter shared;

    /** @param recent counts stretches of the same size */
    CountedStretches(Stretches stretches, RecentCounts recent, MeterRegistry registry) {
        this.stretches = stretches;
        this.recent = recent;
        counted = Counter.builder("deedbook.summaries.counted")
                .description("Stretches summed up from what was counted as it was committed")
                .register(registry);
        shared = Counter.builder("deedbook.summaries.shared")
                .description("Counts of stretches in which several collectors had a part, shared with each other")
                .register(registry);
    }

    /** Which database this is; what was counted in another is forgotten. */
    Future<String> database(SqlClient client) {
        return client.query("select " + SummaryParts.DATABASE).execute().map(rows -> {
            var database = rows.iterator().next().getString(0);
            recent.countIn(database);
            return database;
        });
    }

    /**
     * Has others know what was counted of stretches of a log, because they have entries in them too, or the turn.
     *
     * @param from the number of the first that is not summed up
     * @param to the number of the first that is not all there yet
     * @param database as {@link #database} has it
     */
    Future<Void> share(SqlClient client, int logId, long from, long to, String database) {
        return AsyncLoop.repeat(() -> {
            var part = recent.takeNext(logId, from, to);
            return part.isEmpty()
                    ? Future.succeededFuture(false)
                    : SummaryParts.insert(client, logId, part.get(), database).map(told -> {
                        if (told) {
                            shared.increment();
                        }
                        return true;
                    });
        });
    }

    /**
     * Writes a stretch of which everything was counted, and nothing was erased since.
     *
     * @param connection holds the row of the log
     * @param database as {@link #database} has it
     * @return whether it was; else it is to be read
     */
    Future<Boolean> insert(SqlConnection connection, int logId, long number, String database) {
        return whole(connection, logId, number, database)
                .compose(whole -> whole.isEmpty()
                        ? Future.succeededFuture(false)
                        : isStill(connection, logId, number, database)
                                .compose(still -> still
                                        ? insert(connection, logId, whole.get()).map(true)
                                        : Future.succeededFuture(false)));
    }

    private Future<Optional<Counted>> whole(SqlConnection connection, int logId, long number, String database) {
        var own = recent.takeWhole(logId, number);
        return own.isPresent()
                ? Future.succeededFuture(own)
                : SummaryParts.whole(connection, logId, number, database, stretches.entries());
    }

    private Future<Boolean> isStill(SqlConnection connection, int logId, long number, String database) {
        return connection
                .preparedQuery(ERASED)
                .execute(Tuple.of(logId, number * stretches.entries(), database))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return !row.getBoolean(0) && row.getBoolean(1);
                });
    }

    private Future<Void> insert(SqlClient client, int logId, Counted whole) {
        return client.preparedQuery(INSERT)
                .execute(CellArrays.tuple(logId, whole))
                .onSuccess(made -> counted.increment())
                .mapEmpty();
    }
}
