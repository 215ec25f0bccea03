// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of one connection (RFC 9112) and remembers of each only what a client of OTLP acts on. A general
 * HTTP client costs several times as much as the requests themselves, on a machine that the collector needs.
 */
final class ResponseParser {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    // Mutable state, owned by the event loop
    private Buffer pending = Buffer.buffer();
    private @Nullable Answer answer;
    private long bodyBytesLeft;
    private boolean chunked;
    private boolean closing;

    /**
     * Takes bytes as they came.
     *
     * @return the answer once it is whole, else null
     * @throws IllegalArgumentException when this is no HTTP
     */
    @Nullable
    Answer feed(Buffer bytes) {
        pending.appendBuffer(bytes);
        if (answer == null && !head()) {
            return null;
        }
        return chunked ? endOfChunks() : endOfBody();
    }

    /** Whether the server said that it closes the connection. */
    boolean isClosing() {
        return closing;
    }

    private boolean head() {
        var text = pending.getString(0, Math.min(pending.length(), HEAD_BYTES_MAX), "ISO-8859-1");
        var end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            if (text.length() >= HEAD_BYTES_MAX) {
                throw new IllegalArgumentException("The head of a response has no end.");
            }
            return false;
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        @Nullable String retryAfter = null;
        bodyBytesLeft = 0;
        chunked = false;
        for (var line = 1; line < lines.length; line++) {
            var colon = lines[line].indexOf(':');
            var name = lines[line].substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            var value = lines[line].substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> bodyBytesLeft = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "retry-after" -> retryAfter = value;
                case "connection" -> closing = value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        answer = new Answer(status(lines[0]), retryAfter, "");
        pending = pending.getBuffer(end + END_OF_HEAD.length(), pending.length());
        return true;
    }

    private static int status(String line) {
        var words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IllegalArgumentException("A response does not begin with its status.");
        }
        return Integer.parseInt(words[1]);
    }

    private @Nullable Answer endOfBody() {
        var here = Math.min(bodyBytesLeft, pending.length());
        bodyBytesLeft -= here;
        pending = pending.getBuffer((int) here, pending.length());
        return bodyBytesLeft > 0 ? null : whole();
    }

    private @Nullable Answer endOfChunks() {
        while (true) {
            var text = pending.toString(StandardCharsets.ISO_8859_1);
            var line = text.indexOf("\r\n");
            if (line < 0) {
                return null;
            }
            var size = Integer.parseInt(text.substring(0, line).split(";", 2)[0].strip(), 16);
            var next = line + 2 + size + 2;
            if (pending.length() < next) {
                return null;
            }
            pending = pending.getBuffer(next, pending.length());
            if (size == 0) {
                return whole();
            }
        }
    }

    private @Nullable Answer whole() {
        var ended = answer;
        answer = null;
        return ended;
    }
}
