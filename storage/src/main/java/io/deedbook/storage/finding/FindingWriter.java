// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.ledger.EntryLedger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;

/**
 * Stores what was found and moves the cursor behind the records it was found in, in one transaction: the row that makes
 * it be found once, and its entry in the ledger. Thread-safe.
 */
final class FindingWriter {
    /** Of sealing again after an erasure came between; a round that has none left is repeated. */
    private static final int TRIES_MAX = 10;

    private final EntryLedger entries;
    private final FindingCursors cursors;
    private final FindingDrafts drafts;
    private final FindingMetrics metrics;

    FindingWriter(Pool reader, EntryLedger entries, FindingCursors cursors, FindingMetrics metrics) {
        this.entries = entries;
        this.cursors = cursors;
        drafts = new FindingDrafts(reader);
        this.metrics = metrics;
    }

    /**
     * Stores some conclusions about a tenant's log.
     *
     * @return completes after COMMIT; fails when nothing was changed, with a {@link LeaseLostException} when another
     *     holds the log
     */
    Future<Void> write(Tenant tenant, List<Conclusion> conclusions, Move move, long nowUnixNanos) {
        return write(tenant, conclusions, move, nowUnixNanos, TRIES_MAX);
    }

    private Future<Void> write(
            Tenant tenant, List<Conclusion> conclusions, Move move, long nowUnixNanos, int triesLeft) {
        if (triesLeft == 0) {
            return Future.failedFuture(new IllegalStateException("The records change as they are being looked at."));
        }
        return drafts.seal(tenant.id(), conclusions, nowUnixNanos).compose(drafted -> {
            var work = new FindingInsert(cursors, move, drafted);
            return entries.append(tenant, nowUnixNanos, work).compose(stored -> {
                if (!stored) {
                    return write(tenant, conclusions, move, nowUnixNanos, triesLeft - 1);
                }
                metrics.repeated(conclusions.size() - (long) work.fresh().size());
                work.fresh()
                        .forEach(finding ->
                                metrics.stored(finding.conclusion().rule().level()));
                return Future.succeededFuture();
            });
        });
    }
}
