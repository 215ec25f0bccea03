// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.erasure.BatchEraser.Batch;
import io.deedbook.storage.erasure.RetentionPlan.Cutoffs;
import io.deedbook.storage.postgres.PartColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Erases who and what from the records of one log whose time is over, from the left on. */
final class ContentRetention {
    private static final int WINDOW = 2_000;
    private static final String SELECT = "select idx, received_unix_nanos, team, kind in ('record', 'finding') and "
            + PartColumns.anyThere(ErasableParts.STANDARD)
            + " as full from record where log_id = $1 and idx >= $2 order by idx limit " + WINDOW;

    private final Pool reader;
    private final BatchEraser eraser;
    private final RetentionMetrics metrics;

    ContentRetention(Pool reader, BatchEraser eraser, RetentionMetrics metrics) {
        this.reader = reader;
        this.eraser = eraser;
        this.metrics = metrics;
    }

    /**
     * What one step has come to.
     *
     * @param next where to go on
     * @param settled before which nothing is left to do, or -1 when all of the step is settled
     * @param more whether there may be something left
     */
    record Step(long next, long settled, boolean more) {}

    /** Looks at the next records, and erases from at most as many as fit into one transaction. */
    Future<Step> step(Tenant tenant, Cutoffs cutoffs, long from, long nowUnixNanos) {
        return reader.preparedQuery(SELECT).execute(Tuple.of(tenant.id(), from)).compose(rows -> {
            var over = new ArrayList<Long>();
            var step = look(rows, cutoffs, from, over);
            return over.isEmpty() ? Future.succeededFuture(step) : erase(tenant, cutoffs, over, nowUnixNanos, step);
        });
    }

    private static Step look(Iterable<Row> rows, Cutoffs cutoffs, long from, List<Long> over) {
        var next = from;
        var settled = -1L;
        var count = 0;
        for (var row : rows) {
            var received = row.getLong(1);
            if (received >= cutoffs.latest() || over.size() == BatchEraser.RECORDS_MAX) {
                return new Step(next, settled, received < cutoffs.latest());
            }
            var index = row.getLong(0);
            if (settled < 0 && received >= cutoffs.earliest()) {
                settled = index;
            }
            if (row.getBoolean(3) && cutoffs.isOver(row.getString(2), received)) {
                over.add(index);
            }
            next = index + 1;
            count++;
        }
        return new Step(next, settled, count == WINDOW);
    }

    private Future<Step> erase(Tenant tenant, Cutoffs cutoffs, List<Long> over, long nowUnixNanos, Step step) {
        var batch = new Batch(tenant, over, null, ErasableParts.STANDARD, nowUnixNanos);
        return eraser.erase(
                        batch,
                        targets ->
                                ErasureEntries.retired(ErasableParts.STANDARD, cutoffs.latest(), targets, nowUnixNanos),
                        (connection, erased) -> Future.succeededFuture())
                .map(erased -> {
                    metrics.retired(erased);
                    return step;
                });
    }
}
