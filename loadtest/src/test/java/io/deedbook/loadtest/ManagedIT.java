// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.deedbook.loadtest.evidence.Coverage;
import io.deedbook.loadtest.evidence.Journal;
import io.deedbook.loadtest.evidence.LogReader;
import io.deedbook.loadtest.evidence.ReadBack;
import io.deedbook.loadtest.managed.House;
import io.deedbook.loadtest.managed.Program;
import io.deedbook.storage.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The load test, the simulation and the script against real collectors, for a few seconds each. */
final class ManagedIT {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Path JAR = Path.of("../collector/target/deedbook.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static House house;

    @BeforeAll
    static void start() throws Exception {
        house = House.start(
                new Program(JAVA, JAR, List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")),
                0,
                List.of(),
                false);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void steady_losesNothingAndSaysSo(@TempDir Path directory) throws Exception {
        var page = directory.resolve("report.html");
        var out = new StringWriter();
        var exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "steady",
                        "--managed",
                        "--collector=" + JAR,
                        "--heap=512m",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--tenants=3",
                        "--rate=600",
                        "--warmup=1",
                        "--seconds=3",
                        "--json",
                        "--html=" + page);

        assertThat(exitCode).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("\"lostAcknowledged\":0", "\"storedTwice\":0", "\"misfiled\":0")
                .contains("\"ledgerVerified\":true", "\"verified\":true", "\"stored\":2400");
        assertThat(Files.readString(page)).contains("Everything that was acknowledged is in the ledger, once.");
    }

    /** Calm for most of a minute, and on a collector of its own: the others need not wait for it. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void spike_tellsWhatTheClientsHeldBackAndHowLongThatTook() {
        var out = new StringWriter();
        var exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "spike",
                        "--managed",
                        "--collector=" + JAR,
                        "--heap=512m",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--max-rate=300",
                        "--warmup=1",
                        "--seconds=2",
                        "--json");

        assertThat(exitCode).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("\"drain\":{\"heldEvents\":", "\"ended\":true,\"seconds\":")
                .contains("\"name\":\"draining\"", "\"name\":\"lost where there was room for it\"")
                .contains("\"lostAcknowledged\":0", "\"ledgerVerified\":true")
                .doesNotContain("\"found\":\"never\"");
    }

    @Test
    void aGivenDatabase_isUsedAndMeasured(@TempDir Path directory) {
        var out = new StringWriter();
        var err = new StringWriter();
        try (var database = EmbeddedDatabase.start(directory)) {
            var given = database.url();
            var url = "postgresql://%s:%s@%s:%d/%s"
                    .formatted(given.user(), given.password(), given.host(), given.port(), given.database());
            var exitCode = Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(
                            "steady",
                            "--managed",
                            "--collector=" + JAR,
                            "--heap=512m",
                            "--jvm-option=-XX:+UseSerialGC",
                            "--jvm-option=-XX:TieredStopAtLevel=1",
                            "--serve-option=--database-url=" + url,
                            "--tenants=2",
                            "--rate=600",
                            "--warmup=1",
                            "--seconds=3",
                            "--json");

            assertThat(exitCode).as("%s%s", out, err).isZero();
        }
        assertThat(out.toString())
                .contains("\"lostAcknowledged\":0", "\"ledgerVerified\":true", "\"postgresCpuMicrosPerRecord\":");
    }

    @Test
    void readBack_missesWhatIsWithheld() throws Exception {
        var key = house.keys(1).get(0);
        assertThat(post(key, "{}")).isEqualTo(200);
        var journal = new Journal();
        var log = new LogReader(HttpClient.newHttpClient(), house.url().toString(), key);
        var readBack = new ReadBack(journal, List.of(log), new Coverage(log));
        journal.take(0, "never-sent", 0, 7).acknowledge();

        var verdict = readBack.verdict(1);

        assertThat(verdict.lost()).isEqualTo(7);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void gatling_isAnsweredWith200EachTime(@TempDir Path directory) throws Exception {
        var process = new ProcessBuilder(
                        JAVA.toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Xmx256m",
                        "-Ddeedbook.url=" + house.url(),
                        "-Ddeedbook.key=" + house.keys(1).get(0),
                        "-Ddeedbook.rate=500",
                        "-Ddeedbook.seconds=3",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.gatling.app.Gatling",
                        "-s",
                        "io.deedbook.loadtest.gatling.ExportSimulation",
                        "-rf",
                        directory.toString(),
                        "-nr")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("count of failed events is 0");
    }

    @Test
    void k6_sendsWhatTheCollectorAccepts() throws Exception {
        assumeThat(node("--version")).isNotNull();
        var script =
                "import {body} from './k6/otlp-body.js'; process.stdout.write(body('k6-session', 10, 1795235681538));";
        var body = node("--input-type=module", "-e", script);

        assertThat(node("--check", "k6/otlp-logs.js")).isEmpty();
        assertThat(post(house.keys(1).get(0), body)).isEqualTo(200);
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!get("/api/v1/sessions/k6-session").contains("\"sequence\":9") && System.nanoTime() < end) {
            // a busy machine may keep it in the spool for a while
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        assertThat(get("/api/v1/sessions/k6-session"))
                .contains("assistant_response", "tool_decision", "\"sequence\":9");
    }

    /** What it printed; null when there is no node. */
    private static String node(String... arguments) throws InterruptedException, IOException {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            return null;
        }
    }

    private static int post(String key, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(house.url().resolve("/v1/logs"))
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(house.url().resolve(path))
                                .header(
                                        "Authorization",
                                        "Bearer " + house.keys(1).get(0))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
