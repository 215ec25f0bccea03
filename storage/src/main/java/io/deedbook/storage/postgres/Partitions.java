// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
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
 * The monthly partitions of {@code record}, made ahead of need so that an append never waits for one. Several collectors may
 * make them at once. Thread-safe.
 */
public final class Partitions {
    private static final int MONTHS_AHEAD = 3;
    /** Rows up to this stay as they are: by default PostgreSQL compresses from 2 KB on, which costs more than inserting does. */
    private static final int TOAST_TUPLE_BYTES = 8160;

    private static final LocalDate FIRST_MONTH = LocalDate.of(2020, 1, 1);
    private static final LocalDate LAST_MONTH = LocalDate.of(2199, 12, 1);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMM");
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
     * Makes what is missing for records received at these times: what was spooled long ago, or while a clock was wrong. As
     * good as always there is nothing to do.
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
        var name = "record_p" + SUFFIX.format(month);
        return connection
                .query("select to_regclass('" + name + "') is not null as there")
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean("there")
                        ? Future.succeededFuture()
                        : makeNew(connection, name, month));
    }

    private static Future<Void> makeNew(SqlConnection connection, String name, LocalDate month) {
        var from = startNanos(month);
        var to = startNanos(month.plusMonths(1));
        return connection
                .query("create table " + name + " (like record including defaults including constraints)"
                        + " with (toast_tuple_target = " + TOAST_TUPLE_BYTES + ")")
                .execute()
                .compose(created -> connection
                        .query("create trigger " + name + "_never_truncated before truncate on " + name
                                + " for each statement execute function refuse_change()")
                        .execute())
                .compose(guarded -> connection
                        .query("alter table record attach partition " + name + " for values from (" + from + ") to ("
                                + to + ")")
                        .execute())
                .mapEmpty();
    }

    private static LocalDate monthOf(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    private static long startNanos(LocalDate month) {
        return TimeUnit.SECONDS.toNanos(month.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }
}
