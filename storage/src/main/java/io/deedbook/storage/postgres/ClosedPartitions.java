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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the partitions of months that are over to autovacuum. While a month is written to, the vacuum that PostgreSQL
 * runs after inserts is off for its partition: it would read and write every page once more, whole pages into the
 * write-ahead log, beside the appends, and nothing reads faster for it. Once over, the month is frozen, once. Autovacuum
 * comes for what the server has counted as inserted, and a crash of the server takes these counts: a month that is left
 * over is frozen from here. Vacuum after changes, analysis and the vacuum against wraparound stay on throughout.
 */
public final class ClosedPartitions {
    private static final Logger log = LoggerFactory.getLogger(ClosedPartitions.class);

    /** How a partition is made. PostgreSQL 13 and later know it. */
    static final String NOT_YET_VACUUMED = "autovacuum_vacuum_insert_threshold = -1";

    /**
     * Most of what waited in spools over the end of a month is there by then; what comes later, autovacuum counts as
     * usual.
     */
    private static final Duration LATE_FOR = Duration.ofDays(2);

    /** Until then autovacuum has begun where it is going to. */
    private static final Duration LEFT_AFTER = Duration.ofDays(4);

    /** Who vacuums a partition by hand is not waited for: an hour later it is asked again. */
    private static final String LOCK_BRIEFLY = "set local lock_timeout = '2s'";

    private static final String FIND = """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'record'::regclass and not coalesce((to_jsonb(i) ->> 'inhdetachpending')::boolean, false)
            and 'autovacuum_vacuum_insert_threshold=-1' = any (c.reloptions)
            and c.relname ~ '^record_p[0-9]{6}$' and c.relname < '%s' order by c.relname""";

    /**
     * A month that no vacuum has gone through since it was handed over, which wrote its row in {@code pg_class}: one that
     * has leaves a {@code relfrozenxid} that is younger, whatever is changed later. Months of which 19 in 20 pages are
     * visible are as good as done. Any of them, so that one that can't be frozen (an old snapshot, a forgotten replication
     * slot) does not keep the others from it. And whether the server counts the changes of its rows, as it does from an
     * analysis on that it remembers; its pages; and whether autovacuum comes to it for fewer dead rows already.
     */
    private static final String FIND_LEFT = """
            select c.relname, coalesce(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid))
                is not null, pages, coalesce('autovacuum_vacuum_scale_factor=0' = any (c.reloptions), false)
            from pg_inherits i join pg_class c on c.oid = i.inhrelid,
                lateral (select pg_relation_size(c.oid) / current_setting('block_size')::int as pages) as size
            where i.inhparent = 'record'::regclass and c.relname ~ '^record_p[0-9]{6}$' and c.relname < '%s'
            and c.relallvisible < pages * 0.95 and age(c.relfrozenxid) >= age(c.xmin)
            order by random() limit 1""";

    /**
     * Indexes are left as they are: going through them can't be cut off and gone on with, and may take longer than a
     * statement may. So pages with dead rows are read again each time, and the others only until they are frozen.
     */
    private static final String FREEZE = "vacuum (freeze, skip_locked, truncate false, index_cleanup false) ";

    /** Pages that are read again in a third of the time that a statement may take. */
    private static final int REREAD_PAGES_MAX = 200_000;

    /** Below {@code deadlock_timeout}, at which autovacuum would give up what it does to the partition. */
    private static final String LOCK_MORE_BRIEFLY = "set local lock_timeout = '500ms'";

    /** Has autovacuum come for so many dead rows, in place of a fifth of all: it goes through the indexes, in its time. */
    private static final String VACUUMED_FOR_FEWER =
            "alter table %s set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = %d)";

    private final Pool admin;
    private final int rereadPagesMax;

    /** @param admin connects as the owner of the schema */
    public ClosedPartitions(Pool admin) {
        this(admin, REREAD_PAGES_MAX);
    }

    ClosedPartitions(Pool admin, int rereadPagesMax) {
        this.admin = admin;
        this.rereadPagesMax = rereadPagesMax;
    }

    /**
     * Has the months that are over vacuumed from now on. Appends and readers don't wait for that.
     *
     * @return the partitions that were handed over
     */
    public Future<List<String>> handOver(Instant now) {
        var month = Partitions.name(Partitions.monthOf(now.minus(LATE_FOR)));
        return admin.withTransaction(connection -> connection
                .query(LOCK_BRIEFLY)
                .execute()
                .compose(set -> connection.query(FIND.formatted(month)).execute())
                .compose(rows -> {
                    var names = new ArrayList<String>();
                    var done = Future.<Void>succeededFuture();
                    for (var row : rows) {
                        var name = row.getString(0);
                        names.add(name);
                        done = done.compose(before -> handOver(connection, name));
                    }
                    return done.map(names);
                }));
    }

    private static Future<Void> handOver(SqlConnection connection, String partition) {
        return connection
                .query("alter table " + partition + " reset (autovacuum_vacuum_insert_threshold)")
                .execute()
                .mapEmpty();
    }

    /**
     * Freezes some of a month that is over and that autovacuum has not come to, for as long as a statement may take.
     * What was frozen then stays so, and the next call goes on behind it. Where the server has lost its counts, it is
     * first made to count the rows that are dead, and autovacuum has until the next call to come for them, which can do
     * what is not done here. Appends and readers don't wait for that, and who is vacuuming the partition already is left
     * alone with it.
     *
     * @return the partition, where there was one
     */
    public Future<Optional<String>> freezeLeft(Instant now) {
        return admin.query(FIND_LEFT.formatted(Partitions.name(Partitions.monthOf(now.minus(LEFT_AFTER)))))
                .execute()
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    var row = rows.iterator().next();
                    var name = row.getString(0);
                    var lowered = row.getLong(2) <= rereadPagesMax || row.getBoolean(3)
                            ? Future.<Void>succeededFuture()
                            : briefly(VACUUMED_FOR_FEWER.formatted(name, rereadPagesMax))
                                    .recover(ClosedPartitions::unlessLocked);
                    return lowered.compose(set -> row.getBoolean(1) ? freeze(name) : count(name))
                            .map(Optional.of(name));
                });
    }

    private Future<Void> briefly(String statement) {
        return admin.withTransaction(connection -> connection
                .query(LOCK_MORE_BRIEFLY)
                .execute()
                .compose(set -> connection.query(statement).execute())
                .mapEmpty());
    }

    private Future<Void> count(String partition) {
        return briefly("analyze " + partition)
                .onSuccess(counted -> log.info(
                        "A month that is over is not frozen, and the server has lost its counts. It counts again. table={}",
                        partition))
                // where that takes too long, it is frozen without; who has the lock is at it
                .recover(failure -> Fault.isCancelled(failure) ? freeze(partition) : unlessLocked(failure));
    }

    private static Future<Void> unlessLocked(Throwable failure) {
        return Fault.isLocked(failure) ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private Future<Void> freeze(String partition) {
        return admin.query(FREEZE + partition)
                .execute()
                .<Void>mapEmpty()
                .recover(
                        failure -> Fault.isCancelled(failure) ? Future.succeededFuture() : Future.failedFuture(failure))
                .onSuccess(frozen -> log.info(
                        "A month that is over is not frozen. It was gone on with, unless somebody else is at it. table={}",
                        partition));
    }
}
