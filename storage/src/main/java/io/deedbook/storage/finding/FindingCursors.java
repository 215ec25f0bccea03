// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How far each log is evaluated, and by whom. A cursor is moved only from where its holder left it, so that of two
 * collectors that take themselves for the holder one fails. Statements over several logs lock their rows in the order
 * of the logs. Thread-safe.
 */
final class FindingCursors {
    private static final int LOGS_MAX = 10_000;

    private static final String DUE = "select t.id, t.name, h.size, coalesce(c.next_index, 0),"
            + " c.log_id is null or c.holder = $2 or c.leased_until < now()"
            + " from log_head h join tenant t on t.id = h.log_id left join finding_cursor c on c.log_id = h.log_id"
            + " where h.size > coalesce(c.next_index, 0) or c.due_unix_nanos <= $1 order by t.id limit " + LOGS_MAX;

    // who is at work on a row holds its log, so there is nothing to wait for
    private static final String ACQUIRE = """
            with made as (
                insert into finding_cursor (log_id, next_index, clock_unix_nanos, due_unix_nanos, holder, leased_until)
                select log_id, 0, 0, %d, $2, now() + $3 * interval '1 ms' from unnest($1::int[]) as asked (log_id)
                order by log_id on conflict do nothing returning log_id, next_index, clock_unix_nanos),
            free as (
                select log_id from finding_cursor where log_id = any($1::int[]) and (holder = $2 or leased_until < now())
                order by log_id for update skip locked),
            taken as (
                update finding_cursor c set holder = $2, leased_until = now() + $3 * interval '1 ms'
                from free where c.log_id = free.log_id returning c.log_id, c.next_index, c.clock_unix_nanos)
            select * from made union all select * from taken""".formatted(Long.MAX_VALUE);

    /** Each parameter once and in order, as both drivers can have it. */
    private static final String MOVE = """
            with lease (holder, millis) as (select $1::text, $2::float8),
            moved (log_id, from_index, to_index, clock, due) as (
                select * from unnest($3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])),
            held as (
                select c.log_id from finding_cursor c join moved on moved.log_id = c.log_id
                where c.holder = (select holder from lease) and c.next_index = moved.from_index
                order by c.log_id for update of c)
            update finding_cursor c set next_index = moved.to_index, clock_unix_nanos = moved.clock,
                due_unix_nanos = moved.due, leased_until = now() + (select millis from lease) * interval '1 ms'
            from held join moved on moved.log_id = held.log_id where c.log_id = held.log_id returning c.log_id""";

    private static final String MOVE_JDBC = MOVE.replaceAll("\\$\\d", "?");

    private static final String RELEASE = """
            with mine as (select log_id from finding_cursor where holder = $1 order by log_id for update)
            update finding_cursor c set holder = '', leased_until = now() from mine where c.log_id = mine.log_id""";

    // a row that is locked is being moved by what nobody waits for any more; its lease runs out by itself
    private static final String RELEASE_SOME = """
            with mine as (
                select log_id from finding_cursor where holder = $1 and log_id = any($2::int[])
                order by log_id for update skip locked)
            update finding_cursor c set holder = '', leased_until = now() from mine where c.log_id = mine.log_id""";

    private final Pool admin;
    private final String holder;
    private final double leaseMillis;

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

    /**
     * A log in which something may be found.
     *
     * @param nextIndex the first of its records that was not evaluated, as far as is known here
     * @param free whether no other collector holds it
     */
    record DueLog(Tenant tenant, long size, long nextIndex, boolean free) {}

    /**
     * How a cursor goes on.
     *
     * @param due when something falls due next
     */
    record Move(int logId, Position from, Position to, long due) {}

    /** The logs that grew since they were evaluated, or have something due by {@code clock}. */
    Future<List<DueLog>> due(long clock) {
        return admin.preparedQuery(DUE).execute(Tuple.of(clock, holder)).map(rows -> {
            var due = new ArrayList<DueLog>(rows.size());
            for (var row : rows) {
                due.add(new DueLog(
                        new Tenant(row.getInteger(0), row.getString(1)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getBoolean(4)));
            }
            return due;
        });
    }

    /** Takes logs, or keeps them; those that another collector holds are not among the answers. */
    Future<Map<Integer, Position>> acquire(Collection<Integer> logIds) {
        if (logIds.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return admin.preparedQuery(ACQUIRE)
                .execute(Tuple.of(logIds.toArray(Integer[]::new), holder, leaseMillis))
                .map(rows -> {
                    var held = new HashMap<Integer, Position>();
                    for (var row : rows) {
                        held.put(row.getInteger(0), new Position(row.getLong(1), row.getLong(2)));
                    }
                    return held;
                });
    }

    /** Moves those cursors that are still held and stand where they are moved from; says which they were. */
    Future<Set<Integer>> move(List<Move> moves) {
        if (moves.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return admin.preparedQuery(MOVE)
                .execute(Tuple.of(
                        holder,
                        leaseMillis,
                        moves.stream().map(Move::logId).toArray(Integer[]::new),
                        longs(moves, move -> move.from().nextIndex()),
                        longs(moves, move -> move.to().nextIndex()),
                        longs(moves, move -> move.to().clock()),
                        longs(moves, Move::due)))
                .map(rows -> {
                    var moved = new HashSet<Integer>();
                    rows.forEach(row -> moved.add(row.getInteger(0)));
                    return moved;
                });
    }

    private static Long[] longs(List<Move> moves, ToLongFunction<Move> value) {
        return moves.stream().mapToLong(value).boxed().toArray(Long[]::new);
    }

    /**
     * Moves cursors that are still held and stand where they are moved from. Blocks.
     *
     * @throws LeaseLostException when one of them does not; nothing is to be changed then
     */
    void move(Connection connection, List<Move> moves) throws SQLException {
        try (var statement = connection.prepareStatement(MOVE_JDBC)) {
            statement.setString(1, holder);
            statement.setDouble(2, leaseMillis);
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int4", moves.stream().map(Move::logId).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "int8", longs(moves, move -> move.from().nextIndex())));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "int8", longs(moves, move -> move.to().nextIndex())));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "int8", longs(moves, move -> move.to().clock())));
            statement.setArray(7, connection.createArrayOf("int8", longs(moves, Move::due)));
            var moved = 0;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    moved++;
                }
            }
            if (moved != moves.size()) {
                throw new LeaseLostException();
            }
        }
    }

    /** Lets others have what this collector holds. */
    Future<Void> release() {
        return admin.preparedQuery(RELEASE).execute(Tuple.of(holder)).mapEmpty();
    }

    /**
     * Lets others have these logs, where this collector holds them. What of it was still under way to a cursor of theirs
     * moves it before that, or not at all.
     */
    Future<Void> release(Collection<Integer> logIds) {
        return admin.preparedQuery(RELEASE_SOME)
                .execute(Tuple.of(holder, (Object) logIds.toArray(Integer[]::new)))
                .mapEmpty();
    }
}
