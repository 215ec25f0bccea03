// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.TlogPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness as its operator meets it. */
class WitnessCommandIT {
    private static final String LOG = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @TempDir
    Path files;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void writePolicy() throws IOException {
        Files.writeString(files.resolve("logs.txt"), "log " + LOG + "\nquorum none\n");
    }

    @Test
    void itMakesItsKeysOnceAndSaysHowToTrustThem() throws Exception {
        var first = start("--pq");
        assertThat(first).hasSize(2);
        assertThat(first.get(0).key().type()).isEqualTo(KeyType.COSIGNATURE_ED25519);
        assertThat(first.get(1).key().type()).isEqualTo(KeyType.COSIGNATURE_ML_DSA_44);
        for (var name : List.of("witness.key", "witness.key.ml-dsa-44")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(start("--pq").stream().map(TlogPolicy.Witness::key).toList())
                .isEqualTo(first.stream().map(TlogPolicy.Witness::key).toList());
    }

    @Test
    void itDoesNotStartWhenItsMemoryIsGone() throws Exception {
        start();
        var run = CommandRun.of(arguments("elsewhere").toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("its memory in", "--new-state");
    }

    @Test
    void itSaysWhatIsWrongWithItsFiles() throws Exception {
        assertThat(CommandRun.of("witness").exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        for (var policy : List.of("quorum none\n", "log x\nquorum none\n", "")) {
            Files.writeString(files.resolve("logs.txt"), policy);
            var run = CommandRun.of(arguments("state").toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
            assertThat(run.err()).contains("The policy ");
        }
    }

    /** Starts a process, asks it something, ends it, and returns the policy lines that it printed. */
    private List<TlogPolicy.Witness> start(String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.deedbook.collector.cli.Main"));
        command.addAll(arguments("state"));
        command.addAll(List.of(more));
        var errors = files.resolve("errors.txt");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            var witnesses = TlogPolicy.parse(
                            (policyLines(process, 1 + more.length) + "quorum none\n").getBytes(StandardCharsets.UTF_8))
                    .witnesses();
            assertThat(status(witnesses.get(0).url() + "/add-checkpoint")).isEqualTo(400);
            return witnesses;
        } finally {
            process.destroy();
            // the client keeps its connection, which must not hold it up
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // a machine may be so slow that Vert.x notices
            assertThat(Files.readAllLines(errors))
                    .filteredOn(line -> !line.contains("BlockedThreadChecker"))
                    .noneMatch(line -> line.contains("WARN") || line.startsWith("\tat "));
        }
    }

    private static String policyLines(Process process, int count) throws IOException {
        var output = process.inputReader();
        var lines = new StringBuilder();
        for (var found = 0; found < count; ) {
            var line = output.readLine();
            if (line == null) {
                throw new AssertionError("the witness did not start");
            }
            if (line.startsWith("witness ")) {
                lines.append(line).append('\n');
                found++;
            }
        }
        return lines.toString();
    }

    private int status(String url) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(BodyPublishers.ofString("nonsense"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private List<String> arguments(String state) {
        return List.of(
                "witness",
                "--name",
                "witness.example.com/w1",
                "--key",
                files.resolve("witness.key").toString(),
                "--policy",
                files.resolve("logs.txt").toString(),
                "--state-dir",
                files.resolve(state).toString(),
                "--listen",
                "127.0.0.1:0");
    }
}
