// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps groups of requests and answers each of these: in the ledger, or in the spool, while the database is away and
 * where others of the same log wait there. Owned by the writer's event loop.
 */
final class GroupKeeper {
    /** How long requests wait at most for what comes out of the spool. */
    static final long CATCH_UP_MILLIS_MAX = 1_000;

    private static final Logger log = LoggerFactory.getLogger(GroupKeeper.class);

    private final Context context;
    private final GroupWriter writer;
    private final Spool spool;
    private final SpoolDrain drain;
    private final Outage outage;
    private final long transactionMillisMax;
    private final WriterMetrics metrics;

    /** @param transactionMillisMax how long a transaction may take before its requests go to the spool */
    GroupKeeper(
            Context context,
            GroupWriter writer,
            Spool spool,
            SpoolDrain drain,
            Outage outage,
            long transactionMillisMax,
            WriterMetrics metrics) {
        this.context = context;
        this.writer = writer;
        this.spool = spool;
        this.drain = drain;
        this.outage = outage;
        this.transactionMillisMax = transactionMillisMax;
        this.metrics = metrics;
    }

    /**
     * Keeps a group here or there and answers each of its requests; the future only says when, and never fails.
     *
     * @param before of the group in front
     * @param own which the group behind looks at
     */
    Future<Void> keep(List<WaitingAppend> group, Lead before, Lead own) {
        var straight = new ArrayList<WaitingAppend>();
        var behind = new ArrayList<WaitingAppend>();
        for (var append : group) {
            if (!append.needsPlace() && spool.contains(append.request())) {
                append.complete(Receipt.spooled(append.records(), true), metrics);
            } else if (goesBehind(append)) {
                behind.add(append);
            } else if (isKnownAway()) {
                append.refuse(Fault.away(), metrics);
            } else {
                straight.add(append);
            }
        }
        // no group comes before what is on its way into the spool
        var heard = behind.isEmpty() ? own : Lead.unheard();
        return Future.join(writeStraight(straight, before, heard), spoolAtPace(behind))
                .transform(done -> Future.succeededFuture());
    }

    /**
     * Puts into the spool what waits for others there, no faster than the spool is emptied: writing to it costs less
     * than to the ledger, so a tenant that never pauses would never come out of it.
     */
    private Future<Void> spoolAtPace(List<WaitingAppend> group) {
        if (group.isEmpty() || !isDraining()) {
            return spool(group);
        }
        return Future.fromCompletionStage(drain.batchEnded().toCompletionStage(), context)
                .timeout(CATCH_UP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .transform(ended -> spool(group));
    }

    /** Whether the spool is being emptied, as far as one knows. */
    boolean isDraining() {
        return !outage.isAway() && !spool.isEmpty() && !drain.isStuck();
    }

    /**
     * Whether a request goes to the spool: while the database is away, and where others of its log wait there, so that
     * they stay in order. When the spool is half full its room matters more than the order.
     */
    private boolean goesBehind(WaitingAppend append) {
        return !append.needsPlace()
                && spool.isOpen()
                && (isKnownAway() || (spool.holds(append.request().tenant().id()) && !spool.isHalfFull()));
    }

    /** Whether nobody should wait for the database: the drain tries it, or it was tried just now. */
    private boolean isKnownAway() {
        var spooling = spool.isOpen() || !spool.isEmpty();
        return spooling && outage.isAway() && (!spool.isEmpty() || !outage.mayTry());
    }

    private Future<Void> writeStraight(List<WaitingAppend> group, Lead before, Lead own) {
        if (group.isEmpty()) {
            return Future.succeededFuture();
        }
        return writer.write(group, transactionMillisMax, before, own)
                .compose(
                        done -> {
                            outage.succeeded();
                            return Future.succeededFuture();
                        },
                        failure -> failure instanceof NotBegunException
                                // its turn is now, wherever those in front went
                                ? keep(group, Lead.NOBODY, own)
                                : failed(
                                        group.stream()
                                                .filter(append -> !append.isAnswered())
                                                .toList(),
                                        failure));
    }

    private Future<Void> failed(List<WaitingAppend> group, Throwable failure) {
        var fault = Fault.of(failure);
        if (fault != Fault.AWAY) {
            log.error(
                    "Records could not be stored. requests={} fault={} cause={}",
                    group.size(),
                    fault,
                    Fault.describe(failure));
            group.forEach(append -> append.refuse(GroupWriter.bug(), metrics));
            return Future.succeededFuture();
        }
        outage.failed(failure, spool.isOpen());
        group.stream().filter(WaitingAppend::needsPlace).forEach(append -> append.refuse(Fault.away(), metrics));
        return spool(group.stream().filter(append -> !append.needsPlace()).toList());
    }

    private Future<Void> spool(List<WaitingAppend> group) {
        if (group.isEmpty()) {
            return Future.succeededFuture();
        }
        return spool.append(group.stream().map(WaitingAppend::request).toList()).map(taken -> {
            for (var position = 0; position < group.size(); position++) {
                var append = group.get(position);
                if (taken.get(position)) {
                    append.complete(Receipt.spooled(append.records(), false), metrics);
                } else {
                    append.refuse(Fault.away(), metrics);
                }
            }
            drain.start();
            return null;
        });
    }
}
