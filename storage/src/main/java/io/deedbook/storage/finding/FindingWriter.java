// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingDrafts.Drawn;
import io.deedbook.storage.ledger.EntryLedger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;

/**
 * Stores what was found in one log or several and moves their cursors behind the records it was found in, in one
 * transaction: the rows that make it be found once, and its entries in the ledgers. Thread-safe.
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

    /** What was found in a log, and how its cursor goes on once that is stored. */
    record Found(List<Conclusion> conclusions, Move move) {}

    /**
     * Stores conclusions about logs, no two of one log.
     *
     * @return completes after COMMIT; fails when nothing was changed, with a {@link LeaseLostException} when another
     *     holds one of the logs
     */
    Future<Void> write(List<Found> found, long nowUnixNanos) {
        return write(found, nowUnixNanos, TRIES_MAX);
    }

    private Future<Void> write(List<Found> found, long nowUnixNanos, int triesLeft) {
        if (triesLeft == 0) {
            return Future.failedFuture(new IllegalStateException("The records change as they are being looked at."));
        }
        var drawn = found.stream()
                .flatMap(log -> log.conclusions().stream()
                        .map(conclusion -> new Drawn(log.move().logId(), conclusion)))
                .toList();
        return drafts.seal(drawn, nowUnixNanos).compose(drafted -> {
            var work =
                    new FindingInsert(cursors, found.stream().map(Found::move).toList(), drafted);
            return entries.append(nowUnixNanos, work).compose(stored -> {
                if (!stored) {
                    return write(found, nowUnixNanos, triesLeft - 1);
                }
                metrics.repeated(drawn.size() - (long) work.fresh().size());
                work.fresh()
                        .forEach(finding ->
                                metrics.stored(finding.conclusion().rule().level()));
                return Future.succeededFuture();
            });
        });
    }
}
