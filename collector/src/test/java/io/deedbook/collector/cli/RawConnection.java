// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection to a collector that hides nothing: whatever goes wrong on it is thrown, and nothing is tried
 * twice, as no client library would have it. Not thread-safe.
 */
final class RawConnection implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = 20_000;

    private final Socket socket;
    private final InputStream in;

    // Mutable state
    private boolean over;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Whether the server has said that this was the last answer. */
    boolean isOver() {
        return over;
    }

    /** Sends an export of JSON, and returns the status of its answer. */
    int sendLogs(String key, byte[] json) throws IOException {
        var head = "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-api-key: " + key
                + "\r\nContent-Length: " + json.length + "\r\n\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(json);
        socket.getOutputStream().write(request.toByteArray());
        return answer();
    }

    private int answer() throws IOException {
        var status = line().split(" ", 3)[1];
        var size = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                size = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            }
            over |= lower.equals("connection: close");
        }
        in.readNBytes(size);
        return Integer.parseInt(status);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection ended before the answer did.");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
