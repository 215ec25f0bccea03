// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** The keys of logs in the database. */
public final class LogKeyTable {
    private LogKeyTable() {}

    /** All keys of a log, in the order in which they came. */
    public static Future<List<LogKey>> read(SqlClient client, int logId) {
        return client.preparedQuery("select number, epoch, vkey, from_size, until_size from log_key"
                        + " where log_id = $1 order by number")
                .execute(Tuple.of(logId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LogKeyTable::key)
                        .toList());
    }

    private static LogKey key(Row row) {
        var until = row.getLong(4);
        return new LogKey(
                row.getInteger(0),
                row.getInteger(1),
                Vkey.parseLog(row.getString(2)),
                row.getLong(3),
                until == null ? OptionalLong.empty() : OptionalLong.of(until));
    }

    static Future<Void> insert(SqlClient client, int logId, LogKey key) {
        return client.preparedQuery("insert into log_key (log_id, number, epoch, origin, vkey, from_size, until_size)"
                        + " values ($1, $2, $3, $4, $5, $6, $7)")
                .execute(Tuple.of(logId, key.number(), key.epoch())
                        .addString(key.vkey().name())
                        .addString(key.vkey().toString())
                        .addLong(key.fromSize())
                        .addLong(
                                key.untilSize().isEmpty()
                                        ? null
                                        : key.untilSize().getAsLong()))
                .mapEmpty();
    }

    /** Lets keys that go on beyond {@code size} end there. */
    static Future<Void> end(SqlClient client, int logId, Integer[] numbers, long size) {
        return client.preparedQuery("update log_key set until_size = $3 where log_id = $1 and number = any($2::int[])"
                        + " and (until_size is null or until_size > $3)")
                .execute(Tuple.of(logId, numbers, size))
                .mapEmpty();
    }
}
