// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Stream;

/**
 * The head of a log and the keys that sign this size, of one moment.
 *
 * @param nextTile the number of the tile of leaves after the last one stored
 * @param checkpointSize that of the last checkpoint stored, 0 for none
 */
record LogHead(int logId, String origin, Frontier tree, List<Vkey> keys, long nextTile, long checkpointSize) {
    private static final String SELECT = "select l.id, l.origin, h.size, h.frontier, array(select k.vkey from log_key k"
            + " where k.log_id = l.id and k.origin = l.origin and k.from_size <= h.size"
            + " and (k.until_size is null or k.until_size >= h.size) order by k.number desc),"
            + " coalesce((select max(number) + 1 from tile t where t.log_id = l.id and t.level = 0), 0),"
            + " coalesce((select max(c.size) from checkpoint c where c.log_id = l.id), 0)"
            + " from log l join log_head h on h.log_id = l.id where l.id = any($1::int[])";

    /** The rows of these logs, each of which {@link #of} reads. */
    static Future<RowSet<Row>> read(SqlClient client, Integer... logIds) {
        return client.preparedQuery(SELECT).execute(Tuple.of((Object) logIds));
    }

    /** How many records a log has, whatever else is in its row. */
    static long size(Row row) {
        return row.getLong(2);
    }

    /** @throws io.deedbook.storage.tlog.MalformedException when a head or a key is none */
    static LogHead of(Row row) {
        return new LogHead(
                row.getInteger(0),
                row.getString(1),
                Frontier.of(size(row), row.getBuffer(3).getBytes()),
                Stream.of(row.getArrayOfStrings(4)).map(Vkey::parseLog).toList(),
                row.getLong(5),
                row.getLong(6));
    }
}
