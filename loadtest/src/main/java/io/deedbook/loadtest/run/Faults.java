// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.managed.House;
import io.deedbook.loadtest.scenario.Fault;
import io.deedbook.loadtest.scenario.Phase;
import io.deedbook.loadtest.scenario.Scenario;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Does to the collector what the scenario says, in the phase that is named after it. */
final class Faults {
    private final Scenario scenario;
    private final Target target;
    private final AtomicInteger restarts = new AtomicInteger();
    // Mutable state, of the thread that runs the scenario
    private @Nullable Thread restarting;
    private volatile @Nullable Exception failure;

    Faults(Scenario scenario, Target target) {
        this.scenario = scenario;
        this.target = target;
        if (scenario.fault() == Fault.DATABASE_OUTAGE && target.outage() == null) {
            throw new IllegalArgumentException(
                    "The database can't be taken away: give --managed, --postgres-pid or --outage-command.");
        }
        if (scenario.fault() == Fault.ROLLING_RESTART && target.house() == null) {
            throw new IllegalArgumentException("Only collectors of our own can be restarted: give --managed.");
        }
    }

    void begin(Phase phase) throws IOException, InterruptedException {
        if (!phase.name().equals(scenario.fault().phase())) {
            return;
        }
        var outage = target.outage();
        var house = target.house();
        if (scenario.fault() == Fault.DATABASE_OUTAGE && outage != null) {
            outage.begin();
        } else if (scenario.fault() == Fault.ROLLING_RESTART && house != null) {
            var thread = new Thread(() -> restart(house), "restarts");
            restarting = thread;
            thread.start();
        }
    }

    /** Whether the phase is to end because its fault has. */
    boolean isOver() {
        var thread = restarting;
        return thread != null && !thread.isAlive();
    }

    void end(Phase phase) throws IOException, InterruptedException {
        if (!phase.name().equals(scenario.fault().phase())) {
            return;
        }
        if (scenario.fault() == Fault.DATABASE_OUTAGE && target.outage() != null) {
            target.outage().end();
        }
        var thread = restarting;
        if (thread != null) {
            thread.interrupt();
            thread.join();
            restarting = null;
        }
        if (failure != null) {
            throw new IOException("A restart failed: " + failure.getMessage(), failure);
        }
    }

    int restarts() {
        return restarts.get();
    }

    private void restart(House house) {
        try {
            for (var turn = 0; turn < scenario.restarts(); turn++) {
                house.restart(turn);
                restarts.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = e;
        }
    }
}
