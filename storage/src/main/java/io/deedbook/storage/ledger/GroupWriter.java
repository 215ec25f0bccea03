// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a group of requests and answers each, whatever is wrong with the data of some. Used on the writer's event
 * loop.
 */
final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    private final Appending ledger;
    private final Gaps gaps;
    private final WriterMetrics metrics;

    GroupWriter(Appending ledger, WriterMetrics metrics) {
        this.ledger = ledger;
        gaps = new Gaps(ledger, new Sealer());
        this.metrics = metrics;
    }

    /**
     * Writes a group.
     *
     * @param millisMax for each transaction, after which it counts as failed though nobody knows
     * @return fails when the database is away, or for a bug; then some of the group may have no answer yet
     */
    Future<Void> write(List<WaitingAppend> group, long millisMax) {
        return write(group, millisMax, Lead.NOBODY, Lead.unheard());
    }

    /**
     * Does the same behind another group.
     *
     * @param before without whose COMMIT this does not begin, and fails with a {@link NotBegunException}
     * @param own told how far the transaction of the whole group is, but not of those that follow where that fails
     */
    Future<Void> write(List<WaitingAppend> group, long millisMax, Lead before, Lead own) {
        // composed, so that what is thrown is a failure too: otherwise nothing would ever be written again
        return Future.succeededFuture(group.stream().map(WaitingAppend::request).toList())
                .compose(requests -> ledger.append(requests, millisMax, before, own))
                .compose(
                        outcomes -> {
                            metrics.committed(records(group), own.nanos());
                            answer(group, outcomes);
                            return Future.succeededFuture();
                        },
                        failure -> recover(group, failure, millisMax));
    }

    private void answer(List<WaitingAppend> group, List<AppendOutcome> outcomes) {
        for (var position = 0; position < group.size(); position++) {
            group.get(position).answer(outcomes.get(position), metrics);
        }
    }

    /**
     * Halves a group that failed for its data until the guilty request is alone, so that the innocent are stored; then
     * an entry is stored in the place of each guilty record.
     */
    private Future<Void> recover(List<WaitingAppend> group, Throwable failure, long millisMax) {
        if (Fault.of(failure) != Fault.DATA) {
            return Future.failedFuture(failure);
        }
        if (group.size() > 1) {
            return writeHalves(group, millisMax);
        }
        var alone = group.get(0);
        if (!alone.isLastTry()) {
            return writeWithGaps(alone, failure, millisMax);
        }
        log.error("Records could not be stored. requests=1 fault=DATA cause={}", Fault.describe(failure));
        alone.refuse(bug(), metrics);
        return Future.succeededFuture();
    }

    private Future<Void> writeHalves(List<WaitingAppend> group, long millisMax) {
        var half = group.size() / 2;
        var second = group.subList(half, group.size());
        return write(group.subList(0, half), millisMax)
                .compose(
                        done -> write(second, millisMax),
                        // a bug may be in one of them only
                        failure -> Fault.of(failure) == Fault.AWAY
                                ? Future.failedFuture(failure)
                                : write(second, millisMax).compose(done -> Future.failedFuture(failure)));
    }

    private Future<Void> writeWithGaps(WaitingAppend append, Throwable failure, long millisMax) {
        return gaps.fill(append.request(), millisMax)
                .compose(
                        filled -> {
                            log.error(
                                    "Records could not be stored. Entries of kind gap take the places of those refused again."
                                            + " gaps={} cause={}",
                                    filled.count(),
                                    Fault.describe(failure));
                            return write(List.of(append.filled(filled)), millisMax);
                        },
                        searched -> recover(List.of(append.unfilled()), searched, millisMax));
    }

    private static int records(List<WaitingAppend> group) {
        return group.stream().mapToInt(WaitingAppend::records).sum();
    }

    static Refusal bug() {
        return new Refusal(Refusal.Reason.BUG, "The records could not be stored. Send the request again.", 2);
    }
}
