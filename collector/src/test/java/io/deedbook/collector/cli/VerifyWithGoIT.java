// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deedbook.collector.config.LedgerSettings;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.witness.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is served, verified by the packages of the Go project with the program of {@code docs/verify-with-go}. Runs
 * where Debian's golang-go and golang-golang-x-mod-dev are installed, and is skipped elsewhere.
 */
class VerifyWithGoIT {
    private static final Path MOD = Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/note");
    private static final int EVENTS = 700;
    private static final int MORE_EVENTS = 90;

    @TempDir
    private static Path dataDir;

    @TempDir
    private static Path files;

    private static TestCollector collector;
    private static FaultyWitness server;
    private static Witness witness;
    private static Vkey vkey;
    private static Vkey witnessKey;
    private static Path kept;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isDirectory(MOD) && isGoThere(), "needs golang-go and golang-golang-x-mod-dev");
        var cosigner = Cosigner.of(
                KeyType.COSIGNATURE_ED25519, "witness.example.com/w1", Cosigner.newSecret(new SecureRandom()));
        witnessKey = cosigner.vkey();
        server = new FaultyWitness(cosigner);
        var policy = Files.writeString(
                files.resolve("witnesses.txt"), "witness w " + witnessKey + ' ' + server.url() + "\nquorum w\n");
        collector = TestCollector.start(dataDir, LedgerSettings.standard().withWitnessPolicy(policy));
        vkey = Vkey.parse(CommandRun.on(dataDir, "keys", "log")
                .succeeds()
                .out()
                .lines()
                .findFirst()
                .orElseThrow());
        witness = Witness.open(files.resolve("state"), List.of(vkey), List.of(cosigner), InstantSource.system());
        server.open(witness);
        build();
        kept = Files.writeString(files.resolve("kept.txt"), send("first", EVENTS, EVENTS));
        send("more", MORE_EVENTS, EVENTS + MORE_EVENTS);
    }

    private static boolean isGoThere() {
        try {
            return new ProcessBuilder("go", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void build() throws Exception {
        var source = Path.of("..", "docs", "verify-with-go").toAbsolutePath().normalize();
        var built = run(source, "go", "build", "-o", files.resolve("verify").toString(), "main.go");
        assertThat(built).isEmpty();
    }

    /** Sends events, waits until a witnessed checkpoint covers them, and returns it. */
    private static String send(String id, int count, long size) throws Exception {
        var client = collector.client();
        assertThat(client.sendLogs(NumberedExport.logs(id, count))).isEqualTo(200);
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            var answer = client.get(path() + "/checkpoint?witnessed=1");
            if (answer.statusCode() == 200
                    && Long.parseLong(answer.body().lines().skip(1).findFirst().orElseThrow()) >= size) {
                return answer.body();
            }
            TestCollector.pause();
        }
        throw new AssertionError("no witnessed checkpoint of " + size);
    }

    private static String path() {
        return vkey.name().substring(vkey.name().indexOf('/'));
    }

    @AfterAll
    static void close() throws Exception {
        if (collector != null) {
            collector.close();
            server.close();
            witness.close();
        }
    }

    @Test
    void theLedgerIsConsistentAndWhole() throws Exception {
        assertThat(verify("-kept", kept.toString()))
                .contains("signed by " + vkey.name())
                .contains("signed by witness.example.com/w1 at 20")
                .containsPattern("consistent: the first \\d+ of \\d+ entries are those of the kept checkpoint")
                .containsPattern("entries: all \\d+ are in the tree")
                .doesNotContain("NOT VERIFIED");
    }

    @Test
    void aReceiptVerifiesByItself() throws Exception {
        assertThat(run(files, command(vkey.toString(), "-receipt", receipt("").toString())))
                .containsPattern("receipt: entry \\d+ is in the tree: \\{")
                .doesNotContain("NOT VERIFIED");
    }

    @Test
    void anEditedLeafAnotherKeyAndAnEditedLineAreRefused() throws Exception {
        assertThat(run(
                        files,
                        command(vkey.toString(), "-receipt", receipt("edited").toString())))
                .contains("NOT VERIFIED");
        var other = Vkey.ed25519(vkey.name(), Vkey.parse(witnessKey.toString()).publicKey());
        assertThat(run(files, ledgerCommand(other.toString()))).contains("NOT VERIFIED");
        var edited = Files.writeString(
                files.resolve("edited.txt"), Files.readString(kept).replaceFirst("\n7", "\n8"));
        assertThat(verify("-kept", edited.toString())).contains("NOT VERIFIED");
    }

    private static Path receipt(String edit) throws Exception {
        var client = collector.client();
        var id = client.records().get(3).getString("id");
        var proof = client.get("/api/v1/records/" + id + "/proof").body();
        if (!edit.isEmpty()) {
            var line = proof.lines().skip(1).findFirst().orElseThrow();
            var leaf = new String(Base64.getDecoder().decode(line.substring("extra ".length())), StandardCharsets.UTF_8)
                    .replace("tool_result", "tool_" + edit);
            proof = proof.replace(
                    line, "extra " + Base64.getEncoder().encodeToString(leaf.getBytes(StandardCharsets.UTF_8)));
        }
        return Files.writeString(files.resolve("receipt" + edit + ".tlog-proof"), proof);
    }

    private static String verify(String... arguments) throws Exception {
        return run(files, ledgerCommand(vkey.toString(), arguments));
    }

    private static String[] ledgerCommand(String key, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-ledger", collector.server().url() + path(), "-key", TestCollector.KEY));
        return command(key, all.toArray(String[]::new));
    }

    private static String[] command(String key, String... arguments) {
        var all = new ArrayList<>(
                List.of(files.resolve("verify").toString(), "-vkey", key, "-witness", witnessKey.toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private static String run(Path directory, String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOPATH", "/usr/share/gocode");
        builder.environment().put("GOCACHE", files.resolve("cache").toString());
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
