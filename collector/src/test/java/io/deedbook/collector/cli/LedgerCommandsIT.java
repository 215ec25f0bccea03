// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.TlogPolicy;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's commands beside a collector that runs. */
class LedgerCommandsIT {
    @TempDir
    Path dataDir;

    @Test
    void theKeyIsRotatedAndAFrozenLedgerGoesOnInAnotherEpoch() throws Exception {
        try (var collector = TestCollector.start(dataDir)) {
            var client = collector.client();
            assertThat(client.sendLogs(NumberedExport.logs("one", 3))).isEqualTo(200);
            var old = CommandRun.on(dataDir, "keys", "log")
                    .succeeds()
                    .out()
                    .lines()
                    .findFirst();
            assertThat(status().getJsonObject(0).getValue("frozen")).isNull();
            assertThat(status().getJsonObject(0).getLong("signed")).isEqualTo(4);
            assertThat(CommandRun.on(dataDir, "ledger", "new-epoch", "--tenant", "default", "--confirm-loss"))
                    .satisfies(run -> {
                        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
                        assertThat(run.err()).contains("nothing is lost");
                    });
            assertThat(CommandRun.on(dataDir, "ledger", "new-epoch", "--tenant", "default")
                            .exitCode())
                    .isEqualTo(Main.NOT_UNDERSTOOD);

            CommandRun.on(dataDir, "ledger", "rotate-key", "--tenant", "default")
                    .succeeds();
            assertThat(status().getJsonObject(0).getInteger("keys")).isEqualTo(2);
            CommandRun.on(dataDir, "ledger", "rotate-key", "--tenant", "default", "--finish")
                    .succeeds();
            assertThat(status().getJsonObject(0).getInteger("keys")).isOne();
            var policy =
                    CommandRun.on(dataDir, "keys", "log", "--policy").succeeds().out();
            var logs = TlogPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)).logs();
            assertThat(logs).hasSize(2);
            assertThat(logs.get(0).key().toString()).isEqualTo(old.orElseThrow());
            CommandRun.on(dataDir, "verify", "--tenant", "default", "--vkey", old.orElseThrow())
                    .succeeds();
            CommandRun.on(dataDir, "verify").succeeds();

            loseTheState();
            assertThat(client.sendLogs(NumberedExport.logs("two", 3))).isEqualTo(200);
            await(collector);
            assertThat(collector.server().storage().publisher().frozenLogs()).containsValue(Reason.STATE_LOST);
            assertThat(client.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(client.get("/health/ready").body()).contains("signer-state-lost");
            assertThat(client.sendLogs(NumberedExport.logs("three", 3))).isEqualTo(200);
            var frozen = CommandRun.on(dataDir, "ledger", "status");
            assertThat(frozen.exitCode()).isEqualTo(Main.FAILED);
            assertThat(frozen.out()).contains("frozen: signer-state-lost").contains(Reason.STATE_LOST.remedy());

            assertThat(frozen.out()).contains("WITNESSED  entries covered by a checkpoint with the quorum");
            assertThat(status().getJsonObject(0).getValue("witnessed")).isNull();
            assertThat(CommandRun.on(dataDir, "ledger", "status", "--tenant", "nobody")
                            .err())
                    .contains("There is no tenant \"nobody\".");

            var next = CommandRun.on(dataDir, "ledger", "new-epoch", "--tenant", "default", "--confirm-loss")
                    .succeeds()
                    .out()
                    .strip();
            await(collector);
            assertThat(client.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(client.sendLogs(NumberedExport.logs("four", 3))).isEqualTo(200);
            await(collector);
            assertThat(status().getJsonObject(0).getInteger("epoch")).isEqualTo(2);
            CommandRun.on(dataDir, "verify", "--tenant", "default", "--vkey", next)
                    .succeeds();
            CommandRun.on(dataDir, "verify").succeeds();
        }
    }

    private JsonArray status() {
        return new JsonArray(
                CommandRun.on(dataDir, "ledger", "status", "--json").out());
    }

    private static void await(TestCollector collector) throws Exception {
        TestCollector.await(collector.server().storage().publisher().publishNow());
    }

    private void loseTheState() throws Exception {
        try (var files = Files.newDirectoryStream(dataDir.resolve("keys"), "log-*.state")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }
}
