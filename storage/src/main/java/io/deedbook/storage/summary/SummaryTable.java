// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.storage.postgres.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The table of summaries, written one stretch a transaction. Whoever writes it holds the row of the log in {@code
 * summary_cursor}, and reads the records after that: so what is erased at the same time is either seen, or marks what
 * was written as outdated ({@link SummaryHold}). A stretch that was counted as it was committed is not read ({@link
 * CountedStretches}); what is outdated always is. Thread-safe.
 */
final class SummaryTable {
    private static final int LOGS_MAX = 10_000;

    private static final String INSERT_READ = SummaryInsert.stretch(Cells.SQL);

    /** For an eraser that is just making the row, and has it until its transaction ends. */
    private static final String WAIT_BRIEFLY = "set local lock_timeout = '50ms'";

    private static final String DUE = """
            select h.log_id, h.size, h.size - coalesce(c.next_number, 0) * $1 as behind, c.log_id is not null
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
    private final CountedStretches counted;
    private final Counter read;

    /**
     * @param admin connects as the owner of the schema
     * @param recent counts stretches of the same size
     */
    SummaryTable(Pool admin, Stretches stretches, RecentCounts recent, MeterRegistry registry) {
        this.admin = admin;
        this.stretches = stretches;
        counted = new CountedStretches(stretches, recent, registry);
        read = Counter.builder("deedbook.summaries.read")
                .description("Stretches summed up by reading their records")
                .register(registry);
    }

    /**
     * A log of which something is to be summed up.
     *
     * @param behind entries that are in no summary
     * @param begun whether it was summed up, or held, before
     */
    record DueLog(int logId, long size, long behind, boolean begun) {}

    /** Which database this is; what was counted in another is forgotten. */
    Future<String> database() {
        return counted.database(admin);
    }

    /** Lets go of what collectors have let each other know and is of no use any more. */
    Future<Void> deleteParts() {
        return SummaryParts.delete(admin);
    }

    /** Those with a whole stretch that is not summed up, or one that is outdated; those most behind first. */
    Future<List<DueLog>> due() {
        return admin.preparedQuery(DUE)
                .execute(Tuple.of((long) stretches.entries()))
                .map(rows -> {
                    var due = new ArrayList<DueLog>(rows.size());
                    rows.forEach(row ->
                            due.add(new DueLog(row.getInteger(0), row.getLong(1), row.getLong(2), row.getBoolean(3))));
                    return due;
                });
    }

    /**
     * Makes the row of a log that was never summed up. An eraser that is at it is not waited for: without the row the
     * log has its turn in another round, and the other logs have theirs now.
     */
    Future<Void> begin(DueLog log) {
        if (log.begun()) {
            return Future.succeededFuture();
        }
        return admin.withTransaction(connection -> connection
                        .query(WAIT_BRIEFLY)
                        .execute()
                        .compose(set -> connection
                                .preparedQuery("insert into summary_cursor (log_id) values ($1)"
                                        + " on conflict (log_id) do nothing")
                                .execute(Tuple.of(log.logId()))))
                .<Void>mapEmpty()
                .recover(failure -> Fault.isLocked(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /**
     * Has other collectors know what this one has counted of stretches that are whole by now, and could not sum up.
     *
     * @param database as {@link #database} has it
     */
    Future<Void> share(DueLog log, String database) {
        var from = (log.size() - log.behind()) / stretches.entries();
        return counted.share(admin, log.logId(), from, log.size() / stretches.entries(), database);
    }

    /**
     * Sums up the next stretch of a log, unless another collector is at it.
     *
     * @param database as {@link #database} has it
     * @param readTo what lies beyond is not read yet, since others may still say what they have counted
     * @return whether there was one
     */
    Future<Boolean> sumUpNext(DueLog log, String database, long readTo) {
        return held(log.logId(), (connection, next) -> {
            var end = (next + 1) * stretches.entries();
            if (end > log.size()) {
                return Future.succeededFuture(false);
            }
            return counted.insert(connection, log.logId(), next, database)
                    .compose(made -> made || end > readTo
                            ? Future.succeededFuture(made)
                            : insertRead(connection, log.logId(), next).map(true))
                    .compose(made ->
                            made ? moveOn(connection, log.logId(), next).map(true) : Future.succeededFuture(false));
        });
    }

    private Future<Void> moveOn(SqlConnection connection, int logId, long number) {
        return connection
                .preparedQuery("update summary_cursor set next_number = $2 where log_id = $1")
                .execute(Tuple.of(logId, number + 1))
                .compose(moved -> (number + 1) % stretches.fanOut() == 0
                        ? insertAbove(connection, logId, number / stretches.fanOut())
                        : Future.succeededFuture());
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
                .preparedQuery("select next_number from summary_cursor where log_id = $1 for update skip locked")
                .execute(Tuple.of(logId))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : work.apply(connection, rows.iterator().next().getLong(0))));
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
        return client.preparedQuery(SummaryInsert.ABOVE)
                .execute(Tuple.of(logId, from, from + stretches.fanOut(), number))
                .mapEmpty();
    }

    /** Removes the summaries of stretches of which retention has left nothing. */
    Future<Void> deletePruned(int logId) {
        return admin.preparedQuery(DELETE_PRUNED)
                .execute(Tuple.of(logId, (long) stretches.entries(), stretches.entriesAbove()))
                .mapEmpty();
    }
}
