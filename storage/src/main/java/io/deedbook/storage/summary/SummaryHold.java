// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/**
 * What whoever takes the team from records owes the summaries, in the same transaction: to hold the log before anything
 * else, and to say in the end which stretches count these records still. When the row is locked in transactions that
 * lock more is said in the description of the package {@code ledger}.
 */
public final class SummaryHold {
    private SummaryHold() {}

    /**
     * Waits until nobody sums up a stretch of the log, and keeps it so until the transaction ends. That may take a
     * while, so it comes before the head is locked.
     */
    public static Future<Void> take(SqlClient client, int logId) {
        return client.preparedQuery("insert into summary_cursor as c (log_id) values ($1)"
                        // locks it, whether it was there or not
                        + " on conflict (log_id) do update set next_number = c.next_number")
                .execute(Tuple.of(logId))
                .mapEmpty();
    }

    /**
     * Says that summaries count records still, with the log {@linkplain #take held}.
     *
     * @param indexes of the records
     */
    public static Future<Void> outdate(SqlClient client, int logId, Collection<Long> indexes, Stretches stretches) {
        return client.preparedQuery("update record_summary set outdated = true where log_id = $1"
                        + " and team = '' and not outdated"
                        + " and ((level = 0 and number = any($2::bigint[]))"
                        + " or (level = 1 and number = any($3::bigint[])))")
                .execute(Tuple.of(
                        logId, numbers(indexes, stretches.entries()), numbers(indexes, stretches.entriesAbove())))
                .mapEmpty();
    }

    private static Long[] numbers(Collection<Long> indexes, long entries) {
        return indexes.stream().map(index -> index / entries).distinct().toArray(Long[]::new);
    }
}
