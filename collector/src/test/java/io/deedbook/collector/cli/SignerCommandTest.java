// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignerCommandTest {
    @TempDir
    Path directory;

    @Test
    void signer_listensOnThisHostOnly() throws IOException {
        for (var address : List.of("0.0.0.0:4000", "example.com:4000", "4000", "127.0.0.1:x", "127.0.0.1:70000")) {
            var run = signer(address);
            assertThat(run.exitCode()).as(address).isEqualTo(Main.NOT_UNDERSTOOD);
            assertThat(run.err()).contains("expected: unix:/path or 127.0.0.1:port");
        }
    }

    @Test
    void signer_leavesAFileWhereItsSocketShouldBe() throws IOException {
        var file = Files.writeString(directory.resolve("precious"), "content");
        var run = signer("unix:" + file);
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(Files.readString(file)).isEqualTo("content");
    }

    @Test
    void signer_wantsASecret() throws IOException {
        var empty = Files.writeString(directory.resolve("empty"), "\n");
        var run = CommandRun.of(
                "signer",
                "--key-dir",
                directory.toString(),
                "--listen",
                "127.0.0.1:0",
                "--token-file",
                empty.toString());
        assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(run.err()).contains("token-file");
    }

    private CommandRun signer(String address) throws IOException {
        var token = Files.writeString(directory.resolve("token"), "a token of this test\n");
        return CommandRun.of(
                "signer", "--key-dir", directory.toString(), "--listen", address, "--token-file", token.toString());
    }
}
