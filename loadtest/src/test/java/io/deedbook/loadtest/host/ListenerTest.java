// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ListenerTest {
    private static final Path COMMAND = Path.of("/proc/self/comm");

    @Test
    void pid_isThatOfTheProcessThatListens() throws IOException {
        assumeThat(COMMAND).exists();
        var command = Files.readString(COMMAND).strip();
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(Listener.pid(port, command))
                    .hasValue(ProcessHandle.current().pid());
            assertThat(Listener.pid(port, "postgres")).isEmpty();
        }
        assertThat(Listener.pid(port, command)).isEmpty();
    }
}
