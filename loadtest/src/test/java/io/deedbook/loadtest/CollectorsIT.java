// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Several collectors in processes of their own, on one database and one port, are killed (SIGKILL) at random under
 * load, while clients send again what got no answer: every acknowledged record is there exactly once, and the ledgers
 * verify. Longer and larger with {@code -Ddeedbook.collectors.seconds}, {@code .processes} and {@code .tenants=1000},
 * the same again with {@code .seed}.
 */
final class CollectorsIT {
    private static final Path JAR = Path.of("../collector/target/deedbook.jar");
    private static final int SECONDS = Integer.getInteger("deedbook.collectors.seconds", 10);
    private static final int PROCESSES = Integer.getInteger("deedbook.collectors.processes", 3);
    private static final int TENANTS = Integer.getInteger("deedbook.collectors.tenants", 40);
    private static final int SEED =
            Integer.getInteger("deedbook.collectors.seed", (int) (System.nanoTime() % 1_000_000));

    @Test
    void kills_loseAndDoubleNothingOfOneTenant() {
        assertThatNothingIsLostOrDoubled(1);
    }

    @Test
    void kills_loseAndDoubleNothingOfManyTenants() {
        assertThatNothingIsLostOrDoubled(TENANTS);
    }

    private static void assertThatNothingIsLostOrDoubled(int tenants) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "collectors",
                        "--managed",
                        "--collector=" + JAR,
                        "--heap=256m",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--serve-option=--drain-deadline-ms=200",
                        "--processes=" + PROCESSES,
                        "--tenants=" + tenants,
                        "--kill-every-ms=1500",
                        "--seed=" + SEED,
                        "--batch=20",
                        "--rate=600",
                        "--warmup=1",
                        "--seconds=" + SECONDS,
                        "--json");

        assertThat(exitCode).as("seed %d: %s%s", SEED, out, err).isZero();
        assertThat(out.toString())
                .contains("\"lostAcknowledged\":0", "\"storedTwice\":0", "\"misfiled\":0")
                .contains("\"ledgerVerified\":true", "\"alive\":true", "\"seed\":" + SEED)
                .doesNotContain("\"restarts\":0");
    }
}
