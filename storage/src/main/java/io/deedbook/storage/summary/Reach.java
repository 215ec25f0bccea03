// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * What there is of a log, and how far it is summed up.
 *
 * @param begin index of the first entry that retention has left
 * @param summed stretches of level 0 that are summed up, from index 0
 * @param size index that the next entry will get
 */
public record Reach(long begin, long summed, long size) {
    private static final String SELECT =
            "select coalesce(p.size, 0), coalesce(c.next_number, 0), h.size from log_head h"
                    + " left join pruned_log p on p.log_id = h.log_id left join summary_cursor c on c.log_id = h.log_id"
                    + " where h.log_id = $1";

    /** As of now; nothing for a log that is not there. */
    public static Future<Reach> of(SqlClient client, int logId) {
        return client.preparedQuery(SELECT).execute(Tuple.of(logId)).map(rows -> {
            if (rows.size() == 0) {
                return new Reach(0, 0, 0);
            }
            var row = rows.iterator().next();
            return new Reach(row.getLong(0), row.getLong(1), row.getLong(2));
        });
    }
}
