// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client of {@link BatchingClients}, and after its exit the one that follows it. Owned by the event loop. */
final class BatchingClient {
    private final Gear gear;
    private final Habits habits;
    private final int tenant;
    // Mutable state
    private Connection connection;
    private SessionCursor session;
    private @Nullable Delivery underway;
    private int queued;
    private int phase;
    private long endNanos;
    private long exitNanos;
    private boolean exiting;

    /** @param lifeNanos how long the first of its lives lasts */
    BatchingClient(Gear gear, Habits habits, int tenant, long lifeNanos) {
        this.gear = gear;
        this.habits = habits;
        this.tenant = tenant;
        connection = gear.connection();
        session = new SessionCursor(tenant);
        endNanos = System.nanoTime() + lifeNanos;
    }

    boolean isBusy() {
        return underway != null;
    }

    /** Events that wait or are underway. */
    int heldEvents() {
        return queued + (underway == null ? 0 : underway.events());
    }

    /** An interval is over, in which so many events happened. */
    void tick(int events, int nowPhase, long dueNanos) {
        phase = nowPhase;
        gear.tally().offered(phase, events);
        var taken = Math.min(events, habits.queueMax() - queued);
        queued += taken;
        if (taken < events) {
            gear.tally().lost(phase, "queue of the client full", events - taken);
        }
        if (!exiting && dueNanos - endNanos >= 0) {
            exit();
        }
        export(dueNanos);
    }

    /** Delivers what it can within two seconds; the rest is lost. */
    void exit() {
        exiting = true;
        exitNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RetryPolicy.EXIT_MILLIS);
        if (underway != null) {
            underway.exitBy(exitNanos);
        } else {
            export(System.nanoTime());
        }
    }

    private void export(long dueNanos) {
        if (underway != null) {
            return;
        }
        if (queued == 0) {
            if (exiting) {
                follow();
            }
            return;
        }
        if (exiting && System.nanoTime() - exitNanos >= 0) {
            gear.tally().lost(phase, "client exit", queued);
            queued = 0;
            follow();
            return;
        }
        var export = session.take(gear.journal(), Math.min(queued, habits.batchMax()));
        queued -= export.count();
        var delivery = new Delivery(
                gear,
                (request, timeoutMillis, then) -> connection.post(request.get(), timeoutMillis, then),
                export,
                phase,
                dueNanos,
                this::delivered);
        underway = delivery;
        if (exiting) {
            delivery.exitBy(exitNanos);
        }
        delivery.start();
    }

    private void delivered() {
        underway = null;
        // what is left of a batch that a session's end has cut goes at once, as does a full one; the rest at the next
        // tick
        if (exiting || queued >= habits.batchMax()) {
            export(System.nanoTime());
        }
    }

    private void follow() {
        connection.abandon();
        connection = gear.connection();
        session = new SessionCursor(tenant);
        exiting = false;
        endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(habits.lifeMillis());
    }
}
