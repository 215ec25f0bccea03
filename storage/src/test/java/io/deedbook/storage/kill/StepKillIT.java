// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes append to one log, and each is killed at a step, {@link KillStep}. What was
 * not acknowledged is sent again by the next. In the end everything acknowledged is there once, and every checkpoint
 * that was ever stored is the beginning of the log. More rounds with {@code -Ddeedbook.kill.rounds=50}.
 */
class StepKillIT {
    private static final int ROUNDS = Integer.getInteger("deedbook.kill.rounds", 1);
    private static final int REPLICAS = 2;
    private static final int REQUESTS = 200;
    private static final int KILLED = 137;
    private static final List<KillStep> STEPS = Arrays.stream(KillStep.values())
            .filter(step -> step != KillStep.NEVER)
            .toList();

    @TempDir
    private Path journals;

    @Test
    void killedAtEveryStep_losesNothingAndSaysNothingTwice() throws Exception {
        var appenders = new Appenders(
                TestDatabase.text(TestDatabase.create()), TestStorage.temporaryDirectory(), journals, REPLICAS);
        for (var round = 0; round < ROUNDS; round++) {
            for (var step : STEPS) {
                assertThat(run(appenders, step, round))
                        .as("exit codes, killed at %s", step)
                        .contains(KILLED);
            }
        }
        appenders.nothingIsLostAndNothingIsThereTwice(STEPS.size() + 1);
    }

    private static List<Integer> run(Appenders appenders, KillStep step, int round) throws Exception {
        var processes = new ArrayList<Process>();
        for (var replica = 0; replica < REPLICAS; replica++) {
            processes.add(appenders.start(replica, step, step.nth() + round + replica, REQUESTS));
        }
        var codes = new ArrayList<Integer>();
        for (var process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            codes.add(process.exitValue());
        }
        return codes;
    }
}
