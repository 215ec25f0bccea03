// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.client.Clients;
import io.deedbook.loadtest.client.Pace;
import io.vertx.core.Context;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Tells the clients when something is due, to the microsecond and whatever the collector does. Blocks its thread. */
final class Pacer {
    private final Context context;
    private final Clients clients;

    Pacer(Context context, Clients clients) {
        this.context = context;
        this.clients = clients;
    }

    /**
     * Goes through a phase.
     *
     * @param startNanos when it begins, by {@link System#nanoTime()}
     * @param over whether it ends early
     * @return when it ended
     */
    long phase(Pace pace, long startNanos, BooleanSupplier over) {
        clients.begin(pace);
        var sinceNanos = clients.nextNanos();
        while (sinceNanos < pace.nanos() && !over.getAsBoolean()) {
            var dueNanos = startNanos + sinceNanos;
            sleepUntil(dueNanos);
            var since = sinceNanos;
            context.runOnContext(now -> clients.fire(pace, since, dueNanos));
            sinceNanos = clients.nextNanos();
        }
        if (over.getAsBoolean()) {
            return System.nanoTime();
        }
        sleepUntil(startNanos + pace.nanos());
        return startNanos + pace.nanos();
    }

    private static void sleepUntil(long nanos) {
        for (var early = nanos - System.nanoTime(); early > 0; early = nanos - System.nanoTime()) {
            LockSupport.parkNanos(early);
        }
    }
}
