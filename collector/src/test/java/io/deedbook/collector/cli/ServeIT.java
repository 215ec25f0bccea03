// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.fixtures.Fixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, with a real PostgreSQL: telemetry in, records out, and a ledger that verifies. */
class ServeIT {
    @TempDir
    static Path dataDir;

    private static TestCollector collector;
    private static CollectorClient client;
    private static int events;

    @BeforeAll
    static void sendEverything() throws Exception {
        collector = TestCollector.start(dataDir);
        client = collector.client();
        for (var fixture : Fixture.all()) {
            var answer = client.send(fixture);
            assertThat(answer.statusCode()).as(fixture + ": " + answer.body()).isEqualTo(200);
            events += fixture.events().size();
        }
    }

    @AfterAll
    static void close() throws Exception {
        collector.close();
    }

    @Test
    void everyEventIsARecordWithAPlaceOfItsOwn() throws Exception {
        var records = client.records();
        assertThat(records).hasSize(events);
        assertThat(records.stream().map(record -> record.getLong("index")).collect(Collectors.toSet()))
                .hasSize(events)
                .contains(1L, (long) events);
    }

    @Test
    void aRequestSentAgainIsStoredOnce() throws Exception {
        for (var fixture : Fixture.all()) {
            assertThat(client.send(fixture).statusCode()).isEqualTo(200);
        }
        assertThat(client.records()).hasSize(events);
    }

    @Test
    void theLedgerVerifiesWhileTheCollectorRuns() {
        var verified = CommandRun.on(dataDir, "verify", "--json").succeeds();
        assertThat(verified.out()).contains("\"verified\"");
    }

    @Test
    void whatCannotBeCheckedIsNotReportedAsFalse(@TempDir Path empty) {
        var nothing = CommandRun.on(empty, "verify");
        assertThat(nothing.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(nothing.err()).contains("There is no database in " + empty);
        assertThat(empty).isEmptyDirectory();
        assertThat(CommandRun.on(dataDir, "verify", "--tenant", "nobody").exitCode())
                .isEqualTo(Main.NOT_UNDERSTOOD);
    }

    @Test
    void keysAreMadeUsedAndRevokedBesideTheRunningCollector() throws Exception {
        var made = new JsonObject(
                CommandRun.on(dataDir, "keys", "create", "--scope", "read", "--name", "auditor", "--json")
                        .succeeds()
                        .out());
        var id = made.getString("id");
        var key = made.getString("key");
        assertThat(key).startsWith("dbk_" + id + '_');
        var auditor = new CollectorClient(collector.server().url(), key);
        assertThat(auditor.get("/api/v1/stats").statusCode()).isEqualTo(200);
        assertThat(auditor.send(Fixture.all().get(0)).statusCode()).isEqualTo(403);
        assertThat(CommandRun.on(dataDir, "keys", "list").succeeds().out())
                .contains("auditor", id)
                .doesNotContain(key);
        CommandRun.on(dataDir, "keys", "revoke", id).succeeds();
        assertThat(CommandRun.on(dataDir, "keys", "revoke", id).exitCode()).isEqualTo(Main.FAILED);
    }

    @Test
    void tenantsSeeNothingOfEachOther() throws Exception {
        CommandRun.on(dataDir, "tenants", "create", "other").succeeds();
        var key = CommandRun.on(dataDir, "keys", "create", "--tenant", "other", "--scope", "ingest,read")
                .succeeds()
                .out()
                .strip();
        var other = new CollectorClient(collector.server().url(), key);
        assertThat(other.records()).isEmpty();
        assertThat(other.sendLogs(NumberedExport.logs("of-the-other", 3))).isEqualTo(200);
        assertThat(other.records()).hasSize(3);
        assertThat(client.records()).hasSize(events);
        assertThat(CommandRun.on(dataDir, "tenants", "list").succeeds().out()).contains("default", "other");
    }

    @Test
    void severalTenantsAreMadeWithAKeyForEach() throws Exception {
        var made = new JsonArray(CommandRun.on(
                        dataDir,
                        "tenants",
                        "create",
                        "one-of-two",
                        "two-of-two",
                        "--key-scope",
                        "ingest,read",
                        "--json")
                .succeeds()
                .out());
        assertThat(made).hasSize(2);
        var second = new CollectorClient(
                collector.server().url(), made.getJsonObject(1).getString("key"));
        assertThat(made.getJsonObject(1).getString("name")).isEqualTo("two-of-two");
        assertThat(second.sendLogs(NumberedExport.logs("of-the-second", 3))).isEqualTo(200);
        assertThat(second.records()).hasSize(3);
    }

    @Test
    void theLogsPublicKeyIsShown() {
        assertThat(CommandRun.on(dataDir, "keys", "log").succeeds().out())
                .contains("audit.example.com/ledger/")
                .contains("quorum none");
    }

    @Test
    void itIsReadyAndItsMetricsTellNothingAboutTenants() throws Exception {
        assertThat(client.get("/health/ready").statusCode()).isEqualTo(200);
        var metrics = client.get("/metrics").body();
        assertThat(metrics).contains("deedbook_").doesNotContain(TestCollector.KEY, "default", "jane.doe");
    }

    @Test
    void withoutAKeyNothingIsTakenAndNothingShown() throws Exception {
        var stranger = new CollectorClient(collector.server().url(), "dbk_unknown_0123456789");
        assertThat(stranger.send(Fixture.all().get(0)).statusCode()).isEqualTo(401);
        assertThat(stranger.get("/api/v1/records").statusCode()).isEqualTo(401);
    }
}
