// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void run_saysWhatAGroupOfCommandsWants() {
        var run = CommandRun.of("keys");
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("create, list, revoke or log");
    }
}
