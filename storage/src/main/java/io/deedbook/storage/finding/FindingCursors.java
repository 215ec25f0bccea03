// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far each log is evaluated, and by whom. A cursor is moved only from where its holder left it, so that of two collectors
 * that take themselves for the holder one fails. Thread-safe.
 */
final class FindingCursors {
    private static final int LOGS_MAX = 10_000;

    private final Pool admin;
    private final String holder;
    private final long leaseMillis;

    /** @param holder names this collector among all that work on the database */
    FindingCursors(Pool admin, String holder, Duration lease) {
        this.admin = admin;
        this.holder = holder;
        leaseMillis = lease.toMillis();
    }

    /**
     * Where a log's evaluation stands.
     *
     * @param nextIndex the first record that was not evaluated
     * @param clock until when what fell due was judged
     */
    record Position(long nextIndex, long clock) {}

    /** A log in which something may be found, and its size. */
    record DueLog(Tenant tenant, long size) {}

    /** The logs that grew since they were evaluated, or have something due by {@code clock}. */
    Future<List<DueLog>> due(long clock) {
        return admin.preparedQuery("select t.id, t.name, h.size from log_head h join tenant t on t.id = h.log_id"
                        + " left join finding_cursor c on c.log_id = h.log_id"
                        + " where h.size > coalesce(c.next_index, 0) or c.due_unix_nanos <= $1 order by t.id limit "
                        + LOGS_MAX)
                .execute(Tuple.of(clock))
                .map(rows -> {
                    var due = new ArrayList<DueLog>(rows.size());
                    for (var row : rows) {
                        due.add(new DueLog(new Tenant(row.getInteger(0), row.getString(1)), row.getLong(2)));
                    }
                    return due;
                });
    }

    /** Takes a log, or keeps it; empty when another collector holds it. */
    Future<Optional<Position>> acquire(int logId) {
        return admin.preparedQuery("insert into finding_cursor as c"
                        + " (log_id, next_index, clock_unix_nanos, due_unix_nanos, holder, leased_until)"
                        + " values ($1, 0, 0, " + Long.MAX_VALUE + ", $2, now() + $3 * interval '1 ms')"
                        + " on conflict (log_id) do update set holder = $2, leased_until = excluded.leased_until"
                        + " where c.holder = $2 or c.leased_until < now() returning next_index, clock_unix_nanos")
                .execute(Tuple.of(logId, holder, (double) leaseMillis))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.<Position>empty();
                    }
                    var row = rows.iterator().next();
                    return Optional.of(new Position(row.getLong(0), row.getLong(1)));
                });
    }

    /** Moves a cursor that is still held and stands at {@code from}; fails otherwise, and nothing is changed. */
    Future<Void> move(SqlClient client, int logId, Position from, Position to, long due) {
        return client.preparedQuery("update finding_cursor set next_index = $4, clock_unix_nanos = $5,"
                        + " due_unix_nanos = $6, leased_until = now() + $7 * interval '1 ms'"
                        + " where log_id = $1 and holder = $2 and next_index = $3")
                .execute(Tuple.of(
                        logId, holder, from.nextIndex(), to.nextIndex(), to.clock(), due, (double) leaseMillis))
                .compose(FindingCursors::moved);
    }

    private static Future<Void> moved(RowSet<Row> result) {
        return result.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new LeaseLostException());
    }

    /** Keeps a log while its state is rebuilt. */
    Future<Void> keep(int logId) {
        return acquire(logId)
                .compose(held ->
                        held.isPresent() ? Future.succeededFuture() : Future.failedFuture(new LeaseLostException()));
    }

    /** Lets others have what this collector holds. */
    Future<Void> release() {
        return admin.preparedQuery("update finding_cursor set holder = '', leased_until = now() where holder = $1")
                .execute(Tuple.of(holder))
                .mapEmpty();
    }
}
