// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight replicas write one tenant's log as fast as they can, one after another is killed by the system at any moment
 * and starts again, in the end all at once. More with {@code -Ddeedbook.kill.rounds=50}.
 */
class RandomKillIT {
    private static final int REPLICAS = 8;
    private static final int KILLS = 4 * Integer.getInteger("deedbook.kill.rounds", 1);
    private static final int REQUESTS = 100_000;
    private static final int KILLED = 137;
    private static final long MORE_MILLIS_MAX = 200;

    @TempDir
    private Path journals;

    @Test
    void killedAtAnyMoment_losesNothingAndSaysNothingTwice() throws Exception {
        var random = new Random();
        var appenders = new Appenders(
                TestDatabase.text(TestDatabase.create()), TestStorage.temporaryDirectory(), journals, REPLICAS);
        var processes = new ArrayList<Process>();
        for (var replica = 0; replica < REPLICAS; replica++) {
            processes.add(appenders.start(replica, KillStep.NEVER, 1, REQUESTS));
        }
        for (var replica = 0; replica < REPLICAS; replica++) {
            awaitMore(appenders, replica, processes.get(replica));
        }
        for (var kill = 0; kill < KILLS; kill++) {
            var replica = random.nextInt(REPLICAS);
            awaitMore(appenders, replica, processes.get(replica));
            assertThat(processes.get(replica).waitFor(random.nextLong(MORE_MILLIS_MAX), TimeUnit.MILLISECONDS))
                    .as("ends by itself")
                    .isFalse();
            kill(processes.get(replica));
            processes.set(replica, appenders.start(replica, KillStep.NEVER, 1, REQUESTS));
        }
        for (var replica = 0; replica < REPLICAS; replica++) {
            awaitMore(appenders, replica, processes.get(replica));
        }
        processes.forEach(Process::destroyForcibly);
        for (var process : processes) {
            kill(process);
        }
        appenders.nothingIsLostAndNothingIsThereTwice(KILLS);
    }

    private static void awaitMore(Appenders appenders, int replica, Process process) throws Exception {
        var before = appenders.acknowledged(replica);
        while (appenders.acknowledged(replica) == before) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("ends by itself")
                    .isFalse();
        }
    }

    private static void kill(Process process) throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor()).isEqualTo(KILLED);
    }
}
