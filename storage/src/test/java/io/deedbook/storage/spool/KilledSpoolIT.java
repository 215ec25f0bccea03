// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector is killed by the system in the middle of an outage, and in the middle of the recovery from it. */
class KilledSpoolIT {
    private static final int ROUNDS = 2;
    private static final int KILLED = 137;

    @TempDir
    private Path journals;

    @Test
    void killedWhileSpoolingAndWhileDraining_losesNothingAndSaysNothingTwice() throws Exception {
        var target = TestDatabase.create();
        var dataDir = TestStorage.temporaryDirectory();
        Tenant tenant;
        try (var storage = TestStorage.spooling(TestDatabase.text(target), dataDir)) {
            tenant = storage.tenant("killed");
        }
        var journal = journals.resolve("journal");
        try (var network = new FaultProxy(target)) {
            for (var round = 0; round < ROUNDS; round++) {
                var process = start(TestDatabase.text(network.url()), dataDir, tenant, journal);
                awaitMore(journal, "placed", process);
                network.cut();
                awaitMore(journal, "spooled", process);
                awaitMore(journal, "spooled", process);
                if (round % 2 == 0) {
                    kill(process);
                    network.restore();
                } else {
                    network.restore();
                    awaitMore(journal, "spooled", process);
                    kill(process);
                }
            }
        }
        try (var storage = TestStorage.spooling(TestDatabase.text(target), dataDir)) {
            while (storage.storage().spool().isSpooling()) {
                await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
            }
            assertThat(storage.registry()
                            .get("deedbook.storage.spool.damaged")
                            .counter()
                            .count())
                    .isZero();
            var stored = tools(storage, tenant);
            assertThat(stored).doesNotHaveDuplicates();
            assertThat(stored).containsAll(acknowledged(journal, ""));
            await(storage.storage().publisher().publishNow());
            var report = await(new LedgerVerifier(storage.vertx())
                    .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
            assertThat(report.findings()).isEmpty();
        }
    }

    private static Process start(String url, Path dataDir, Tenant tenant, Path journal) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolingProcess.class.getName(),
                        url,
                        dataDir.toString(),
                        tenant.name(),
                        journal.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitMore(Path journal, String how, Process process) throws Exception {
        var before = acknowledged(journal, how).size();
        while (acknowledged(journal, how).size() < before + 20) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("ends by itself")
                    .isFalse();
        }
    }

    private static void kill(Process process) throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor()).isEqualTo(KILLED);
    }

    private static List<String> acknowledged(Path journal, String how) throws IOException {
        return !Files.exists(journal)
                ? List.of()
                : Files.readAllLines(journal).stream()
                        .filter(line -> line.startsWith(how) && line.indexOf(' ') > 0)
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        // the last line may be half written
                        .filter(tool -> tool.length() == 36)
                        .toList();
    }

    private static List<String> tools(TestStorage storage, Tenant tenant) {
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select tool_name from record where log_id = $1")
                .execute(Tuple.of(tenant.id())));
        var tools = new ArrayList<String>();
        rows.forEach(row -> tools.add(row.getString(0)));
        return tools;
    }
}
