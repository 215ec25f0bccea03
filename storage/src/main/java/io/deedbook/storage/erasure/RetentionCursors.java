// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far each log's retention is, and which collector is at it. Thread-safe. */
final class RetentionCursors {
    private static final int LOGS_MAX = 100_000;

    private final Pool admin;
    private final String holder;
    private final double leaseMillis;

    /** @param holder names this collector among all that work on the database */
    RetentionCursors(Pool admin, String holder, Duration lease) {
        this.admin = admin;
        this.holder = holder;
        leaseMillis = lease.toMillis();
    }

    /**
     * Where a log's retention stands.
     *
     * @param nextIndex before which nothing is left to do as long as the basis is the same
     * @param basis the plan and the holds that it was done by
     */
    record Position(long nextIndex, String basis) {}

    Future<List<Tenant>> tenants() {
        return admin.query("select t.id, t.name from log_head h join tenant t on t.id = h.log_id where h.size > 0"
                        + " order by t.id limit " + LOGS_MAX)
                .execute()
                .map(rows -> {
                    var tenants = new ArrayList<Tenant>(rows.size());
                    rows.forEach(row -> tenants.add(new Tenant(row.getInteger(0), row.getString(1))));
                    return tenants;
                });
    }

    /** Takes a log, or keeps it; empty when another collector has it. */
    Future<Optional<Position>> acquire(int logId) {
        return admin.preparedQuery("insert into retention_cursor as c (log_id, holder, leased_until)"
                        + " values ($1, $2, now() + $3 * interval '1 ms') on conflict (log_id)"
                        + " do update set holder = $2, leased_until = excluded.leased_until"
                        + " where c.holder = $2 or c.leased_until < now() returning next_index, basis")
                .execute(Tuple.of(logId, holder, leaseMillis))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(new Position(row.getLong(0), row.getString(1)));
                    }
                    return Optional.empty();
                });
    }

    /** Moves the cursor of a log that is still held; fails otherwise. */
    Future<Void> move(int logId, Position to) {
        return admin.preparedQuery("update retention_cursor set next_index = $3, basis = $4,"
                        + " leased_until = now() + $5 * interval '1 ms' where log_id = $1 and holder = $2")
                .execute(Tuple.of(logId, holder, to.nextIndex(), to.basis(), leaseMillis))
                .compose(RetentionCursors::moved);
    }

    private static Future<Void> moved(RowSet<Row> result) {
        return result.rowCount() == 1
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("another collector has the log"));
    }

    /** Lets others have what this collector holds. */
    Future<Void> release() {
        return admin.preparedQuery("update retention_cursor set holder = '', leased_until = now() where holder = $1")
                .execute(Tuple.of(holder))
                .mapEmpty();
    }
}
