// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.client.Clients;
import io.deedbook.loadtest.client.Habits;
import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether the clients hold no more than in calm: all of them together no more events than happen at the calm's rate in
 * one interval. What happens in an interval is sent at its end, so a calm fleet never holds more unless requests take
 * longer than the interval; and one that still holds back what it could not deliver before holds that beside it. Once
 * so, it stays so: what happens afterwards is for the tally to tell.
 *
 * <p>Asked by the pacer before each tick, and answered from the event loop a moment later: the pacer waits for nobody.
 */
final class Drained implements BooleanSupplier {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Context context;
    private final Clients clients;
    private final double calmEvents;
    // Mutable state of the event loop
    private volatile boolean drained;
    // Mutable state of the pacer
    private long lookNanos = System.nanoTime();

    /** @param ratePerSecond events that happen a second in the calm */
    Drained(Context context, Clients clients, double ratePerSecond) {
        this.context = context;
        this.clients = clients;
        calmEvents = ratePerSecond * Habits.REAL.intervalMillis() / TimeUnit.SECONDS.toMillis(1);
    }

    @Override
    public boolean getAsBoolean() {
        var nowNanos = System.nanoTime();
        if (!drained && nowNanos - lookNanos >= 0) {
            lookNanos = nowNanos + LOOK_NANOS;
            context.runOnContext(now -> look());
        }
        return drained;
    }

    private void look() {
        if (clients.heldEvents() <= calmEvents) {
            drained = true;
        }
    }
}
