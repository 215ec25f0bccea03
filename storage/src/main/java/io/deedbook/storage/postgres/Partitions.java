// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The monthly partitions of {@code record}, made ahead of need so that an append never waits for one. Several
 * collectors may make them at once. Thread-safe.
 */
public final class Partitions {
    private static final int MONTHS_AHEAD = 3;
    /**
     * Rows up to this stay as they are: by default PostgreSQL compresses from 2 KB on, which costs more than inserting
     * does.
     */
    private static final int TOAST_TUPLE_BYTES = 8160;
    /** By how much one grows before its statistics are made anew: what they say stays the same. */
    private static final double ANALYZE_SCALE = 0.5;
    /**
     * Vacuum freezes what it sees, so that it need not write the same pages again years later: records hardly ever
     * change.
     */
    private static final int FREEZE_MIN_AGE = 0;

    private static final LocalDate FIRST_MONTH = LocalDate.of(2020, 1, 1);
    private static final LocalDate LAST_MONTH = LocalDate.of(2199, 12, 1);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMM");
    private static final String PREFIX = "record_p";
    // as JSON, because PostgreSQL has the column from version 14 on
    private static final String FIND = """
            select c.relispartition as attached,
                coalesce((to_jsonb(i) ->> 'inhdetachpending')::boolean, false) as pending
            from pg_class c left join pg_inherits i on i.inhrelid = c.oid where c.oid = to_regclass('%s')""";

    // an arbitrary number that nothing else in the database uses
    private static final long ADVISORY_LOCK = 0x6465_6564_7061_7274L;

    private final Pool admin;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

    // Mutable state, any thread: the month that is there and was last asked for, so that most questions cost nothing.
    private volatile Month latest = new Month(0, 0);

    private record Month(long fromNanos, long toNanos) {
        static Month of(LocalDate month) {
            return new Month(startNanos(month), startNanos(month.plusMonths(1)));
        }

        boolean covers(long nanos) {
            return nanos >= fromNanos && nanos < toNanos;
        }
    }

    /** @param admin connects as the owner of the schema */
    public Partitions(Pool admin) {
        this.admin = admin;
    }

    /** Makes what is missing from last month, whose records may still be on their way, to three months ahead. */
    public Future<Void> makeAhead(Instant now) {
        var month = monthOf(now);
        return make(IntStream.rangeClosed(-1, MONTHS_AHEAD)
                .mapToObj(month::plusMonths)
                .toList());
    }

    /**
     * Makes what is missing for records received at these times: what was spooled long ago, or while a clock was wrong.
     * As good as always there is nothing to do.
     */
    public Future<Void> makeFor(LongStream receivedUnixNanos) {
        var missing = new TreeSet<LocalDate>();
        receivedUnixNanos.forEach(nanos -> {
            if (!latest.covers(nanos)) {
                var month = monthOf(Instant.ofEpochSecond(0, nanos));
                if (made.contains(month)) {
                    latest = Month.of(month);
                } else {
                    missing.add(month);
                }
            }
        });
        return make(missing);
    }

    /** Forgets which partitions are there: one was missing, so another process has removed it. */
    public void forget() {
        made.clear();
        latest = new Month(0, 0);
    }

    private Future<Void> make(Collection<LocalDate> months) {
        var missing = months.stream()
                .filter(month -> !made.contains(month))
                .filter(month -> !month.isBefore(FIRST_MONTH) && !month.isAfter(LAST_MONTH))
                .toList();
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        return admin.withTransaction(connection -> {
                    var done = connection
                            // A partition is attached under a lock that lets appends through, but only one maker.
                            .query("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")")
                            .execute()
                            .<Void>mapEmpty();
                    for (var month : missing) {
                        done = done.compose(previous -> makeUnlessThere(connection, month));
                    }
                    return done;
                })
                .onSuccess(done -> made.addAll(missing))
                .mapEmpty();
    }

    private static Future<Void> makeUnlessThere(SqlConnection connection, LocalDate month) {
        var name = name(month);
        return connection.query(FIND.formatted(name)).execute().compose(rows -> {
            if (rows.size() == 0) {
                return makeNew(connection, name).compose(made -> attach(connection, month));
            }
            var row = rows.iterator().next();
            if (row.getBoolean("pending")) {
                // for moments, and then it is made anew; it takes nothing meanwhile
                return Future.failedFuture(new IllegalStateException("partition: " + name + " is being removed"));
            }
            // one that is none any more was to be removed, and whoever did that has ended in between
            return row.getBoolean("attached") ? Future.succeededFuture() : attach(connection, month);
        });
    }

    private static Future<Void> makeNew(SqlConnection connection, String name) {
        return connection
                .query("create table " + name + " (like record including defaults including constraints"
                        // what the planner has to know of hashes of sessions
                        + " including statistics)"
                        + " with (toast_tuple_target = " + TOAST_TUPLE_BYTES
                        + ", autovacuum_analyze_scale_factor = " + ANALYZE_SCALE
                        + ", autovacuum_freeze_min_age = " + FREEZE_MIN_AGE
                        + ", " + ClosedPartitions.NOT_YET_VACUUMED + ")")
                .execute()
                .compose(created -> connection
                        .query("create trigger " + name + "_never_truncated before truncate on " + name
                                + " for each statement execute function refuse_change()")
                        .execute())
                .mapEmpty();
    }

    /** Makes a table that has all the columns the partition of its month. */
    static Future<Void> attach(SqlConnection connection, LocalDate month) {
        return connection
                .query("alter table record attach partition " + name(month) + " for values from (" + startNanos(month)
                        + ") to (" + startNanos(month.plusMonths(1)) + ")")
                .execute()
                .mapEmpty();
    }

    /** What the partition of a month is called. */
    static String name(LocalDate month) {
        return PREFIX + SUFFIX.format(month);
    }

    /** The month of a partition that is called so. */
    static LocalDate month(String name) {
        return YearMonth.parse(name.substring(PREFIX.length()), SUFFIX).atDay(1);
    }

    static LocalDate monthOf(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    private static long startNanos(LocalDate month) {
        return TimeUnit.SECONDS.toNanos(month.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }
}
