// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network to the database that ends the process, as kill -9 does, at a step: when its bytes pass, or when they are
 * answered.
 */
final class HaltingProxy {
    private static final int KILLED = 137;
    private static final int CHUNK = 65_536;

    private final String host;
    private final int port;
    private final KillStep step;
    private final AtomicInteger left;
    private final ServerSocket server;

    /** @param nth which time the step's bytes pass */
    HaltingProxy(String host, int port, KillStep step, int nth) throws IOException {
        this.host = host;
        this.port = port;
        this.step = step;
        left = new AtomicInteger(nth);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                var database = new Socket(host, port);
                start(() -> relay(client, database));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void relay(Socket client, Socket database) {
        var held = new AtomicBoolean();
        try (client;
                database) {
            var back = start(() -> copy(database, client, held));
            var in = client.getInputStream();
            var out = database.getOutputStream();
            var tail = "";
            for (var chunk = read(in); chunk.length > 0; chunk = read(in)) {
                var text = tail + new String(chunk, StandardCharsets.ISO_8859_1);
                tail = text.substring(Math.max(0, text.length() - step.marker().length() + 1));
                if (text.contains(step.marker()) && left.decrementAndGet() == 0) {
                    if (!step.isAnswered()) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                    held.set(true);
                }
                out.write(chunk);
            }
            database.close();
            back.join();
        } catch (IOException | InterruptedException e) {
            // The connection ends, as connections do.
            return;
        }
    }

    private static void copy(Socket from, Socket to, AtomicBoolean held) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var chunk = read(in); chunk.length > 0; chunk = read(in)) {
                if (held.get()) {
                    Runtime.getRuntime().halt(KILLED);
                }
                out.write(chunk);
            }
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        var buffer = new byte[CHUNK];
        var count = in.read(buffer);
        return count <= 0 ? new byte[0] : Arrays.copyOf(buffer, count);
    }

    private static Thread start(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
