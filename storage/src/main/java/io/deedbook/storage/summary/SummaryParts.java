// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What collectors have counted of stretches that they have committed together. An entry is committed by one process, and
 * counted by it once, so parts that have as many entries as the stretch are all of it. Thread-safe.
 */
final class SummaryParts {
    /**
     * Where this is asked: since when the server runs, and which database and table of records it is. One that is dropped
     * and restored has another number there, however it is called.
     */
    static final String DATABASE = "(select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), d.oid,"
            + " to_regclass('record')::oid) from pg_database d where d.datname = current_database())";

    private static final String INSERT = "insert into summary_part (log_id, team, risk, number, action, surface, kind,"
            + " day, records, earliest, latest, entries, database)"
            + " select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 where $13 = " + DATABASE;

    private SummaryParts() {}

    /**
     * Has others know of a part.
     *
     * @param database in which it was counted; nobody is told when that is not this one
     */
    static Future<Void> insert(SqlClient client, int logId, Counted part, String database) {
        return client.preparedQuery(INSERT)
                .execute(
                        CellArrays.tuple(logId, part).addInteger(part.entries()).addString(database))
                .mapEmpty();
    }

    /** A stretch that is whole in its parts. */
    static Future<Optional<Counted>> whole(
            SqlClient client, int logId, long number, String database, Stretches stretches) {
        return client.preparedQuery("select * from summary_part where log_id = $1 and number = $2 and database = $3")
                .execute(Tuple.of(logId, number, database))
                .map(rows -> {
                    var entries = 0L;
                    var sum = new HashMap<Cell, Tally>();
                    for (var row : rows) {
                        entries += row.getInteger("entries");
                        addTo(sum, CellArrays.cells(row));
                    }
                    return entries == stretches.entries()
                            ? Optional.of(new Counted(number, stretches.entries(), sum))
                            : Optional.empty();
                });
    }

    private static void addTo(Map<Cell, Tally> sum, Map<Cell, Tally> cells) {
        cells.forEach(
                (cell, tally) -> sum.computeIfAbsent(cell, added -> new Tally()).add(tally));
    }

    /** Lets go of the parts of stretches that are summed up, up to this one. */
    static Future<Void> delete(SqlClient client, int logId, long number) {
        return client.preparedQuery("delete from summary_part where log_id = $1 and number <= $2")
                .execute(Tuple.of(logId, number))
                .mapEmpty();
    }
}
