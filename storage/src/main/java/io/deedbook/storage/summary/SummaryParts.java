// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Optional;

/** What collectors have counted of stretches that they have committed together. Thread-safe. */
final class SummaryParts {
    /**
     * Where this is asked: since when the server runs, and which database and table of records it is. One that is
     * dropped and restored has another number there, however it is called.
     */
    static final String DATABASE = "(select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), d.oid,"
            + " to_regclass('record')::oid) from pg_database d where d.datname = current_database())";

    /** Nothing where it is another database by now, or the stretch is summed up. */
    private static final String INSERT = "insert into summary_part (log_id, number, entries, places, database, "
            + CellArrays.COLUMNS + ") select $1, $4::bigint, $12, $13, $14, $2, $3, $5, $6, $7, $8, $9, $10, $11"
            + " where $14 = " + DATABASE
            + " and $4 >= coalesce((select next_number from summary_cursor where log_id = $1), 0)";

    private static final String ENTRIES = "select coalesce(sum(entries), 0)::bigint from summary_part"
            + " where log_id = $1 and number = $2 and database = $3";

    private static final String PARTS = "select places, " + CellArrays.COLUMNS
            + " from summary_part where log_id = $1 and number = $2 and database = $3";

    /** Those of stretches that are summed up, and of other databases. */
    private static final String DELETE = "delete from summary_part where ctid = any(array(select p.ctid"
            + " from summary_part p left join summary_cursor c on c.log_id = p.log_id"
            + " where p.number < c.next_number or p.database <> " + DATABASE
            + " limit 1000 for update of p skip locked))";

    private SummaryParts() {}

    /**
     * Has others know of a part.
     *
     * @param database in which it was counted; nobody is told when that is not this one
     * @return whether they know of it
     */
    static Future<Boolean> insert(SqlClient client, int logId, Counted part, String database) {
        return client.preparedQuery(INSERT)
                .execute(CellArrays.tuple(logId, part)
                        .addInteger(part.entries())
                        .addBuffer(Buffer.buffer(part.places().toByteArray()))
                        .addString(database))
                .map(inserted -> inserted.rowCount() > 0);
    }

    /**
     * A stretch of which each entry is in one of its parts.
     *
     * @param entries how many that are
     */
    static Future<Optional<Counted>> whole(SqlClient client, int logId, long number, String database, int entries) {
        var stretch = Tuple.of(logId, number, database);
        return client.preparedQuery(ENTRIES)
                .execute(stretch)
                .compose(rows -> rows.iterator().next().getLong(0) == entries
                        ? client.preparedQuery(PARTS).execute(stretch).map(parts -> whole(number, parts, entries))
                        : Future.succeededFuture(Optional.empty()));
    }

    private static Optional<Counted> whole(long number, RowSet<Row> parts, int entries) {
        var places = new BitSet(entries);
        var sum = new HashMap<Cell, Tally>();
        for (var part : parts) {
            var more = BitSet.valueOf(part.getBuffer("places").getBytes());
            if (more.intersects(places)) {
                return Optional.empty();
            }
            places.or(more);
            CellArrays.cells(part)
                    .forEach((cell, tally) ->
                            sum.computeIfAbsent(cell, added -> new Tally()).add(tally));
        }
        return places.nextClearBit(0) == entries ? Optional.of(new Counted(number, places, sum)) : Optional.empty();
    }

    /** Lets go of parts that are of no use any more, if not of all at once. */
    static Future<Void> delete(SqlClient client) {
        return client.query(DELETE).execute().mapEmpty();
    }
}
