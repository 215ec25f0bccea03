// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void run_explainsEveryCommand() {
        for (var command : new String[] {"serve", "demo", "verify", "migrate", "keys", "tenants", "rules"}) {
            var help = CommandRun.of(command, "--help").succeeds();
            assertThat(help.out()).contains("Usage: deedbook " + command).contains("--help");
        }
        assertThat(CommandRun.of("--help").succeeds().out()).contains("Without a command");
    }

    @Test
    void run_namesTheNearestCommandAndFlag() {
        var command = CommandRun.of("srve");
        assertThat(command.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(command.err()).contains("serve");
        var flag = CommandRun.of("serve", "--prot", "1");
        assertThat(flag.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(flag.err()).contains("--port");
    }

    @Test
    void run_takesATruthWithoutAValueAsTrue() {
        // the flag after it is not its value
        var run = CommandRun.of("serve", "--reuse-port", "--port", "70000");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("port: 70000");
        var wrong = CommandRun.of("serve", "--reuse-port", "perhaps");
        assertThat(wrong.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(wrong.err()).contains("reuse-port: perhaps (expected: true or false), set by --reuse-port");
    }

    @Test
    void run_takesFlagsWithoutACommandAsThoseOfServe() {
        var run = CommandRun.of("--port", "70000");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("port: 70000 (expected: 1 to 65535), set by --port");
    }

    @Test
    void run_tellsAWrongEnvironmentInOneSentence() {
        var run = CommandRun.of(Map.of("DEEDBOOK_PROT", "1"), "serve");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err().lines())
                .containsExactly("Unknown name DEEDBOOK_PROT in the environment. Did you mean DEEDBOOK_PORT?");
    }

    @Test
    void run_makesNoInstallationWhereThereIsNone(@TempDir Path directory) throws IOException {
        for (var command : List.of(
                List.of("keys", "list"),
                List.of("tenants", "list"),
                List.of("policies", "show"),
                List.of("ledger", "status"))) {
            for (var dataDir : List.of(directory, directory.resolve("elsewhere"))) {
                var run = CommandRun.on(dataDir, command.toArray(String[]::new));
                assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
                assertThat(run.err()).contains("There is no installation in " + dataDir, "--data-dir");
            }
        }
        var apart = CommandRun.on(
                directory.resolve("elsewhere"), "keys", "list", "--database-url", "postgresql://127.0.0.1:1/none");
        assertThat(apart.err()).contains("There is no installation in ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void run_saysWhatAGroupOfCommandsWants() {
        var run = CommandRun.of("keys");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("create, list, revoke or log");
    }
}
