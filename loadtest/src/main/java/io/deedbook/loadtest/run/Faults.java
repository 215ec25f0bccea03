// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.managed.House;
import io.deedbook.loadtest.scenario.Fault;
import io.deedbook.loadtest.scenario.Phase;
import io.deedbook.loadtest.scenario.Scenario;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Does to the collector what the scenario says, in the phase that is named after it. */
final class Faults {
    /** One kill in so many takes two at once. */
    private static final int KILLS_OF_TWO = 4;

    private final Scenario scenario;
    private final Target target;
    private final AtomicInteger restarts = new AtomicInteger();
    private final CountDownLatch ending = new CountDownLatch(1);
    // Mutable state, of the thread that runs the scenario
    private @Nullable Thread restarting;
    private volatile @Nullable Exception failure;

    Faults(Scenario scenario, Target target) {
        this.scenario = scenario;
        this.target = target;
        if (scenario.fault() == Fault.DATABASE_OUTAGE && target.outage() == null) {
            throw new IllegalArgumentException(
                    "The database can't be taken away: give --managed without a database URL, --postgres-pid or"
                            + " --outage-command.");
        }
        if (scenario.sharing() > 0 && target.house() == null) {
            throw new IllegalArgumentException(
                    "Only collectors of our own can be several, or restarted: give --managed.");
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
            start(() -> restart(house));
        } else if (scenario.fault() == Fault.KILLS && scenario.fleet().killMillis() > 0 && house != null) {
            start(() -> kill(house));
        }
    }

    private void start(Runnable work) {
        var thread = new Thread(work, "restarts");
        restarting = thread;
        thread.start();
    }

    /** Whether the phase is to end because its fault has. */
    boolean isOver() {
        var thread = restarting;
        return scenario.fault() == Fault.ROLLING_RESTART && thread != null && !thread.isAlive();
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
            ending.countDown();
            if (scenario.fault() == Fault.ROLLING_RESTART) {
                thread.interrupt();
            }
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

    /** Until the phase ends; who was killed is started again even then. */
    private void kill(House house) {
        var fleet = scenario.fleet();
        var random = new Random(fleet.seed());
        try {
            while (!ending.await(pauseMillis(random, fleet.killMillis()), TimeUnit.MILLISECONDS)) {
                var first = random.nextInt(fleet.processes());
                var count = fleet.processes() > 2 && random.nextInt(KILLS_OF_TWO) == 0 ? 2 : 1;
                for (var victim = first; victim < first + count; victim++) {
                    house.kill(victim);
                    restarts.incrementAndGet();
                }
                for (var victim = first; victim < first + count; victim++) {
                    house.replace(victim);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = e;
        }
    }

    private static long pauseMillis(Random random, int meanMillis) {
        return meanMillis / 2L + random.nextInt(meanMillis);
    }
}
