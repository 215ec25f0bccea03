// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends groups to the database one after another. Where enough waits, the next one is copied over a second connection
 * while one is committed. At most two are in flight, and a group that could not follow is written only when all of the
 * one before has its answers. Owned by the writer's event loop.
 */
final class GroupRelay {
    private static final Logger log = LoggerFactory.getLogger(GroupRelay.class);

    private final GroupWriter one;
    private final Optional<GroupWriter> other;
    private final long millisMax;
    private final Context context;
    private final WriterMetrics metrics;
    private final Source source;
    private final FollowPace pace = new FollowPace();

    /** Where groups come from, and what else may become of them. None of its futures fails. */
    interface Source {
        /** The next group, for one that may follow another; empty where none may, or too little waits. */
        List<WaitingAppend> followers();

        /**
         * Writes a group in the ordinary way, and answers all of it.
         *
         * @param lead for a group that follows this one
         */
        Future<Void> write(List<WaitingAppend> group, Lead lead);

        /** Answers a group for which the database was away or too slow. */
        Future<Void> failed(List<WaitingAppend> group, Throwable failure);

        /** All that was sent out has its answers. */
        void ended();
    }

    /** A group on its way, over which connection, and when all of it has an answer. */
    private record Underway(GroupWriter writer, Lead lead, Future<Void> done) {}

    /**
     * A relay.
     *
     * @param one writes ordinary groups too
     * @param other over another connection; without it no group follows another
     * @param millisMax for each transaction
     */
    GroupRelay(
            GroupWriter one,
            Optional<GroupWriter> other,
            long millisMax,
            Context context,
            WriterMetrics metrics,
            Source source) {
        this.one = one;
        this.other = other;
        this.millisMax = millisMax;
        this.context = context;
        this.metrics = metrics;
        this.source = source;
    }

    /** Sends a group out when none is underway. */
    void start(List<WaitingAppend> group) {
        var lead = new Lead();
        goOnAfter(new Underway(one, lead, source.write(group, lead)));
    }

    private void goOnAfter(Underway group) {
        group.done().onComplete(done -> group.lead().end());
        Future.fromCompletionStage(group.lead().left(), context).onSuccess(left -> {
            var followers = left.isPresent() && mayFollow() ? source.followers() : List.<WaitingAppend>of();
            if (followers.isEmpty()) {
                group.done().onComplete(done -> context.runOnContext(next -> source.ended()));
            } else {
                follow(group, followers);
            }
        });
    }

    private boolean mayFollow() {
        return other.isPresent() && pace.mayFollow();
    }

    private void follow(Underway before, List<WaitingAppend> group) {
        var lead = new Lead();
        var writer = before.writer() == one ? other.orElseThrow() : one;
        // a promise lets go of who listened: composed futures would keep all groups of an unbroken chain in memory
        var done = Promise.<Void>promise();
        var started = System.nanoTime();
        // the commit of the one before is within its time
        writer.follow(before.lead(), group, 2 * millisMax, lead)
                .transform(followed -> {
                    if (followed.succeeded() && followed.result()) {
                        pace.followed();
                        metrics.followed();
                        return Future.succeededFuture();
                    }
                    pace.lost();
                    return before.done().transform(ended -> again(unanswered(group), followed.cause(), started));
                })
                .onComplete(done);
        goOnAfter(new Underway(writer, lead, done.future()));
    }

    /** @param failure null where somebody else came between */
    private Future<Void> again(List<WaitingAppend> group, @Nullable Throwable failure, long startedNanos) {
        if (failure == null) {
            metrics.overtaken();
            return source.write(group, new Lead());
        }
        metrics.notFollowed();
        var fault = Fault.of(failure);
        if (fault == Fault.BUG) {
            log.error("A group could not follow another. cause={}", Fault.describe(failure));
        } else {
            log.info("A group could not follow another. fault={} cause={}", fault, Fault.describe(failure));
        }
        var slow = System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(millisMax);
        return fault == Fault.AWAY && slow ? source.failed(group, failure) : source.write(group, new Lead());
    }

    static List<WaitingAppend> unanswered(List<WaitingAppend> group) {
        return group.stream().filter(append -> !append.isAnswered()).toList();
    }
}
