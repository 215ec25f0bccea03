// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.deedbook.pipeline.event.UnixNanos;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;

/** Removes the receipts of requests that nobody sends again, in batches that hold no lock for long. */
public final class ReceiptCleaner {
    private static final Duration KEPT_FOR = Duration.ofHours(24);
    private static final int BATCH_ROWS_MAX = 10_000;
    private static final int BATCHES_MAX = 1_000;
    private static final String DELETE = """
            delete from export_receipt where (log_id, export_key) in (
                select log_id, export_key from export_receipt where received_unix_nanos < $1 limit %d)""".formatted(BATCH_ROWS_MAX);

    private final Pool admin;

    public ReceiptCleaner(Pool admin) {
        this.admin = admin;
    }

    /**
     * Removes what is older than 24 hours.
     *
     * @return how many receipts were removed
     */
    public Future<Long> clean(Instant now) {
        return clean(UnixNanos.of(now.minus(KEPT_FOR)), 0, BATCHES_MAX);
    }

    private Future<Long> clean(long beforeNanos, long removed, int batchesLeft) {
        return admin.preparedQuery(DELETE).execute(Tuple.of(beforeNanos)).compose(rows -> {
            var removedNow = removed + rows.rowCount();
            return rows.rowCount() < BATCH_ROWS_MAX || batchesLeft <= 1
                    ? Future.succeededFuture(removedNow)
                    : clean(beforeNanos, removedNow, batchesLeft - 1);
        });
    }
}
