// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure, holds and exports from the outside: over the API and the command line, on a collector that runs. */
class ErasureApiIT {
    private static final String JANE = "jane.roe@example.com";
    private static final String JOHN = "john.doe@example.com";
    private static final Duration DONE_MAX = Duration.ofSeconds(60);

    @TempDir
    private static Path dataDir;

    @TempDir
    private static Path files;

    private static TestCollector collector;

    @BeforeAll
    static void start() throws Exception {
        collector = TestCollector.start(dataDir);
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    @Test
    void aPersonIsExportedAndErasedAndTheLedgerStillVerifies() throws Exception {
        var client = tenant("person");
        send(client, JANE, JOHN, JANE);
        publish();

        var export = client.getBytes("/api/v1/export?subject=" + JANE);

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(unzip(export.body()).get("records.jsonl").lines()).hasSize(2);

        var answer = client.post(
                "/api/v1/erasures",
                new JsonObject().put("subject", JANE).put("reason", "art17").encode());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var progress = ended(client, new JsonObject(answer.body()).getString("id"));
        assertThat(progress.getString("state")).isEqualTo("done");
        assertThat(progress.getLong("erased")).isEqualTo(2);
        assertThat(progress.getString("subject")).startsWith("[email:");
        var records = client.records();
        assertThat(records).extracting(record -> record.getString("kind")).contains("erasure", "read");
        assertThat(records)
                .filteredOn(record -> JANE.equals(record.getString("userEmail")))
                .isEmpty();
        assertThat(records)
                .filteredOn(record -> "erased".equals(record.getString("contentState")))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.getValue("content")).isNull());
        assertThat(CommandRun.on(dataDir, "verify", "--tenant", "person")
                        .succeeds()
                        .out())
                .contains("parts erased");
    }

    @Test
    void aHoldKeepsRecordsUntilItIsReleased() throws Exception {
        var client = tenant("held");
        send(client, JANE);
        var held = new JsonObject(client.post(
                        "/api/v1/holds",
                        new JsonObject()
                                .put("subject", JANE)
                                .put("reason", "matter 7")
                                .encode())
                .body());

        var erased =
                CommandRun.on(dataDir, "erase", "--tenant", "held", "--subject", JANE, "--reason", "art17", "--json");

        assertThat(erased.exitCode()).isEqualTo(Main.FAILED);
        var ended = new JsonObject(erased.out());
        assertThat(ended.getLong("held")).isOne();
        assertThat(ended.getJsonArray("heldBy")).isEqualTo(new JsonArray(List.of(held.getString("id"))));
        assertThat(CommandRun.on(dataDir, "holds", "list", "--tenant", "held")
                        .succeeds()
                        .out())
                .contains(held.getString("id"))
                .contains("matter 7")
                .doesNotContain(JANE);

        assertThat(client.post("/api/v1/holds/" + held.getString("id") + "/release", "{\"reason\":\"over\"}")
                        .statusCode())
                .isEqualTo(200);
        CommandRun.on(dataDir, "erase", "--tenant", "held", "--subject", JANE, "--reason", "art17")
                .succeeds();
        assertThat(new JsonObject(client.get("/api/v1/holds").body()).getJsonArray("holds"))
                .isEmpty();
        assertThat(new JsonObject(client.get("/api/v1/holds?released=true").body()).getJsonArray("holds"))
                .hasSize(1);
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        var client = tenant("dry");
        send(client, JANE);

        var answer = client.post(
                "/api/v1/erasures",
                new JsonObject()
                        .put("subject", JANE)
                        .put("reason", "art17")
                        .put("dryRun", true)
                        .encode());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getLong("erased")).isOne();
        assertThat(CommandRun.on(
                                dataDir,
                                "erase",
                                "--tenant",
                                "dry",
                                "--subject",
                                JANE,
                                "--reason",
                                "art17",
                                "--dry-run")
                        .succeeds()
                        .out())
                .contains("Would erase from 1 record.");
        assertThat(client.records())
                .extracting(record -> record.getString("userEmail"))
                .containsExactly(JANE);
    }

    @Test
    void aRunThatFindsNothingRewritesAllTheSameWhenAsked() throws Exception {
        var client = tenant("rewritten");
        var erase = List.of("erase", "--tenant", "rewritten", "--subject", JANE, "--reason", "art17");
        assertThat(on(erase, "--rewrite", "all").succeeds().out()).contains("nothing was ever erased from one");
        send(client, JANE);

        assertThat(on(erase).succeeds().out())
                .contains("Erased from 1 record.")
                .contains("Not looked for")
                .contains("run this again with --rewrite all")
                .doesNotContain("vacuum");

        assertThat(on(erase, "--rewrite", "all").succeeds().out())
                .contains("Erased from 0 records.")
                .contains("Rewritten, so that no byte stays behind: the tables of 1 month.")
                .doesNotContain("run this again");
    }

    @Test
    void eachPassOverTheLedgerIsTold() throws Exception {
        send(tenant("passes"), JANE, JOHN);

        var run = on(List.of("erase", "--tenant", "passes", "--subject", JANE, "--reason", "art17"), "--content");

        assertThat(run.succeeds().err())
                .containsPattern("Pass 2 of 2: searched \\d+ of \\d+ entries, erased from 1 record\\.");
    }

    private static CommandRun on(List<String> command, String... more) {
        return CommandRun.on(
                dataDir, Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void theWholeLedgerIsExportedFromTheCommandLine() throws Exception {
        var client = tenant("whole");
        send(client, JANE, JOHN);
        var folder = files.resolve("folder");
        var zip = files.resolve("ledger.zip");

        CommandRun.on(dataDir, "export", "--tenant", "whole", "--format", "folder", "--out", folder.toString())
                .succeeds();
        CommandRun.on(dataDir, "export", "--tenant", "whole", "--out", zip.toString())
                .succeeds();

        assertThat(Files.readAllLines(folder.resolve("records.jsonl")))
                .as("with the log's first entry")
                .hasSize(3);
        var zipped = unzip(Files.readAllBytes(zip));
        assertThat(zipped.get("records.jsonl").lines())
                .as("with the first export")
                .hasSize(4);
        assertThat(new JsonObject(zipped.get("export.json")).getBoolean("complete"))
                .isTrue();
        assertThat(zipped).containsKeys("checkpoint", "policy", "tile/0/000.p/4", "tile/entries/000.p/4");
        var again = CommandRun.on(dataDir, "export", "--tenant", "whole", "--out", zip.toString());
        assertThat(again.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
    }

    @Test
    void onlyKeysOfTheWholeTenantMayEraseAndHold() throws Exception {
        tenant("doors");
        var body = new JsonObject().put("subject", JANE).put("reason", "art17").encode();
        for (var client : List.of(key("doors", "payments", "read,admin"), key("doors", null, "read,ingest"))) {
            assertThat(client.post("/api/v1/erasures", body).statusCode()).isEqualTo(403);
            assertThat(client.get("/api/v1/erasures/" + "0".repeat(32)).statusCode())
                    .isEqualTo(403);
            assertThat(client.post("/api/v1/holds", body).statusCode()).isEqualTo(403);
            assertThat(client.get("/api/v1/holds").statusCode()).isEqualTo(403);
        }
        assertThat(key("doors", null, "ingest").get("/api/v1/export").statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws Exception {
        var client = tenant("refused");
        for (var body : List.of(
                "",
                "[]",
                "{}",
                "{\"subject\":\"x\"}",
                "{\"subject\":7,\"reason\":\"x\"}",
                "{\"subject\":\"x\",\"reason\":\"y\",\"parts\":[\"leaf\"]}",
                "{\"subject\":\"x\",\"reason\":\"y\",\"parts\":[]}",
                "{\"subject\":\"x\",\"reason\":\"two\\nlines\"}",
                "{\"subject\":\"x\",\"reason\":\"y\",\"unknown\":1}",
                "{\"subject\":\"" + "x".repeat(400) + "\",\"reason\":\"y\"}")) {
            var answer = client.post("/api/v1/erasures", body);
            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(400);
        }
        for (var body : List.of(
                "{\"reason\":\"x\"}",
                "{\"subject\":\"a\",\"session\":\"b\",\"reason\":\"x\"}",
                "{\"from\":\"yesterday\",\"reason\":\"x\"}")) {
            assertThat(client.post("/api/v1/holds", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(client.post("/api/v1/holds/nonsense/release", "{\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.get("/api/v1/erasures/nonsense").statusCode()).isEqualTo(404);
        assertThat(client.get("/api/v1/export?subject=a&session=b").statusCode())
                .isEqualTo(400);
    }

    private static JsonObject ended(CollectorClient client, String id) throws Exception {
        var deadline = System.nanoTime() + DONE_MAX.toNanos();
        while (true) {
            var progress = new JsonObject(client.get("/api/v1/erasures/" + id).body());
            if (!"running".equals(progress.getString("state"))) {
                return progress;
            }
            assertThat(System.nanoTime()).as("still running").isLessThan(deadline);
            TestCollector.pause();
        }
    }

    private static void publish() throws Exception {
        TestCollector.await(collector.server().storage().publisher().publishNow());
    }

    private static CollectorClient tenant(String name) {
        CommandRun.on(dataDir, "tenants", "create", name).succeeds();
        return key(name, null, "ingest,read,admin");
    }

    private static CollectorClient key(String tenant, @Nullable String team, String scopes) {
        var arguments = new ArrayList<>(List.of("keys", "create", "--tenant", tenant, "--scope", scopes));
        if (team != null) {
            arguments.addAll(List.of("--team", team));
        }
        var key = CommandRun.on(dataDir, arguments.toArray(String[]::new))
                .succeeds()
                .out()
                .strip();
        return new CollectorClient(collector.server().url(), key);
    }

    /** A prompt of each of these. */
    private static void send(CollectorClient client, String... emails) throws Exception {
        var records = new ArrayList<JsonObject>();
        for (var email : emails) {
            records.add(new JsonObject()
                    .put("timeUnixNano", "1795235686545000000")
                    .put("body", new JsonObject().put("stringValue", "claude_code.user_prompt"))
                    .put(
                            "attributes",
                            List.of(
                                    attribute("event.name", "user_prompt"),
                                    attribute("session.id", "session"),
                                    attribute("user.email", email),
                                    attribute("prompt", "hello " + records.size()))));
        }
        var export = new JsonObject()
                .put(
                        "resourceLogs",
                        List.of(new JsonObject()
                                .put("scopeLogs", List.of(new JsonObject().put("logRecords", records)))));
        assertThat(client.sendLogs(export.encode().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(200);
    }

    private static JsonObject attribute(String key, String value) {
        return new JsonObject().put("key", key).put("value", new JsonObject().put("stringValue", value));
    }

    private static Map<String, String> unzip(byte[] zip) throws IOException {
        var unzipped = new TreeMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                unzipped.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return unzipped;
    }
}
