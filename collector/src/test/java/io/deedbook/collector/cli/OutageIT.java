// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.intake.StoppableDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a running collector stops answering, and comes back. */
class OutageIT {
    private static final String LEDGER = "deedbook-ledger";
    /** What the database may take for a transaction, 1.5 s, and a busy machine. */
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(9);

    @TempDir
    Path dataDir;

    private TestCollector collector;
    private StoppableDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new StoppableDatabase(dataDir);
        collector = TestCollector.startSpooling(dataDir);
    }

    @AfterEach
    void close() {
        database.goOn();
        collector.close();
    }

    @Test
    void anOutage_isNoticedInAHeaderAndInTheHealthAndRefusesNobodyWhoIsKnown() throws Exception {
        var client = collector.client();
        assertThat(client.sendLogsUntilPlaced(NumberedExport.logs("before", 3))
                        .headers()
                        .map())
                .doesNotContainKey(LEDGER);
        database.stop();

        for (var number = 0; number < 20; number++) {
            var started = System.nanoTime();
            var answer = client.answerToLogs(NumberedExport.logs("during-" + number, 3));
            assertThat(System.nanoTime() - started).isLessThan(WAIT_NANOS_MAX);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.headers().firstValue(LEDGER)).contains("pending");
        }
        var stranger = new CollectorClient(collector.server().url(), "a-key-that-nobody-knows")
                .answerToLogs(NumberedExport.logs("stranger", 1));
        assertThat(stranger.statusCode()).isEqualTo(503);
        assertThat(stranger.headers().firstValue("retry-after").orElseThrow()).isIn("1", "2");
        var health = client.get("/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(health.body()).getBoolean("spooling")).isTrue();
        assertThat(client.get("/metrics").body()).contains("deedbook_storage_spool_entries 20.0");

        database.goOn();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (collector.server().storage().spool().isSpooling()) {
            assertThat(System.nanoTime()).as("the spool is not empty in time").isLessThan(end);
            assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
            TestCollector.pause();
        }
        var stored = client.numberedRecords();
        assertThat(stored).containsEntry("before/2", 1);
        for (var number = 0; number < 20; number++) {
            for (var record = 0; record < 3; record++) {
                assertThat(stored).containsEntry("during-" + number + '/' + record, 1);
            }
        }
        assertThat(new JsonObject(client.get("/health/ready").body()).fieldNames())
                .doesNotContain("spooling");
    }
}
