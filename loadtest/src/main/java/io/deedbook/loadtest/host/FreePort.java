// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a process that is only just starting. Not one of those that the system gives to whoever asks for any port
 * (on Linux from 32768 on), of which one that is free now may be given away before the process has it.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int PORTS = 10_000;
    private static final int TRIES_MAX = 100;

    private FreePort() {}

    /**
     * Chooses one that nobody has now.
     *
     * @throws IOException when none was found
     */
    public static int choose() throws IOException {
        for (var tries = 0; tries < TRIES_MAX; tries++) {
            var port = FIRST + ThreadLocalRandom.current().nextInt(PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another
            }
        }
        throw new IOException("There is no free port between " + FIRST + " and " + (FIRST + PORTS) + ".");
    }
}
