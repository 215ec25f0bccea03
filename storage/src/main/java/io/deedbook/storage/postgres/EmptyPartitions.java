// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the partitions of months long past from which retention has taken every entry, without ever being in the way
 * of an append or a reader: a partition is detached concurrently (PostgreSQL 14; older servers keep theirs), which
 * waits for whoever may still see it and lets everybody else pass, and only what belongs to nobody any more is dropped.
 * Where that takes longer than a statement may, or the process ends in between, the next round goes on from there.
 * Thread-safe.
 */
public final class EmptyPartitions {
    private static final Logger log = LoggerFactory.getLogger(EmptyPartitions.class);
    /** Entries are kept for 180 days at least, so younger partitions are not even looked at. */
    private static final Duration KEPT_FOR = Duration.ofDays(180);
    // an arbitrary number that nothing else in the database uses
    private static final long ADVISORY_LOCK = 0x6465_6564_656d_7074L;

    /** One collector at a time; the others have nothing to wait for. */
    private static final String TRY_LOCK = "select case when current_setting('server_version_num')::int >= 140000"
            + " then pg_try_advisory_lock(" + ADVISORY_LOCK + ") else false end";

    private static final String UNLOCK = "select pg_advisory_unlock(" + ADVISORY_LOCK + ")";

    private static final String OLD = """
            select c.relname, coalesce(i.inhdetachpending, false), i.inhrelid is not null
            from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'record'::regclass
            where c.relnamespace = (select relnamespace from pg_class where oid = 'record'::regclass)
            and c.relkind = 'r' and c.relname ~ '^record_p[0-9]{6}$' and c.relname < '%s' order by c.relname""";

    private final Pool admin;

    /** @param admin connects as the owner of the schema */
    public EmptyPartitions(Pool admin) {
        this.admin = admin;
    }

    /** A table of old records, and whether it is still, or half, a partition. */
    private record OldTable(String name, boolean pending, boolean partition) {}

    /**
     * Removes what is empty.
     *
     * @return how many partitions are gone; fails when one can't be removed now
     */
    public Future<Integer> remove(Instant now) {
        return admin.withConnection(connection -> flag(connection, TRY_LOCK)
                .compose(mine -> mine
                        ? removeAll(connection, now).eventually(() -> flag(connection, UNLOCK))
                        : Future.succeededFuture(0)));
    }

    private static Future<Integer> removeAll(SqlConnection connection, Instant now) {
        return old(connection, now).compose(tables -> {
            var removed = Future.succeededFuture(0);
            for (var table : tables) {
                removed = removed.compose(
                        count -> removeIfEmpty(connection, table).map(gone -> gone ? count + 1 : count));
            }
            return removed;
        });
    }

    private static Future<List<OldTable>> old(SqlConnection connection, Instant now) {
        return connection
                .query(OLD.formatted(Partitions.name(Partitions.monthOf(now.minus(KEPT_FOR)))))
                .execute()
                .map(rows -> {
                    var tables = new ArrayList<OldTable>();
                    rows.forEach(
                            row -> tables.add(new OldTable(row.getString(0), row.getBoolean(1), row.getBoolean(2))));
                    return tables;
                });
    }

    private static Future<Boolean> removeIfEmpty(SqlConnection connection, OldTable table) {
        if (!table.partition()) {
            return settle(connection, table.name());
        }
        var detach = "alter table record detach partition " + table.name();
        if (table.pending()) {
            return connection
                    .query(detach + " finalize")
                    .execute()
                    .compose(detached -> settle(connection, table.name()));
        }
        return isEmpty(connection, table.name())
                .compose(empty -> empty
                        ? connection
                                .query(detach + " concurrently")
                                .execute()
                                .compose(detached -> settle(connection, table.name()))
                        : Future.succeededFuture(false));
    }

    /**
     * Drops a table that is no partition any more; if somebody was quicker and appended to it, it is made one again.
     */
    private static Future<Boolean> settle(SqlConnection connection, String table) {
        return connection
                .begin()
                .compose(transaction -> connection
                        .query("lock table " + table + " in access exclusive mode")
                        .execute()
                        .compose(locked -> isEmpty(connection, table))
                        .compose(empty -> (empty
                                        ? connection
                                                .query("drop table " + table)
                                                .execute()
                                        : Partitions.attach(connection, Partitions.month(table)))
                                .map(empty))
                        .compose(empty -> transaction.commit().map(empty))
                        .onSuccess(empty -> {
                            if (empty) {
                                log.info("A partition that retention has emptied is gone. table={}", table);
                            }
                        })
                        .recover(failure ->
                                transaction.rollback().transform(rolledBack -> Future.failedFuture(failure))));
    }

    private static Future<Boolean> isEmpty(SqlConnection connection, String table) {
        return flag(connection, "select not exists (select from " + table + ")");
    }

    private static Future<Boolean> flag(SqlConnection connection, String question) {
        return connection
                .query(question)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
