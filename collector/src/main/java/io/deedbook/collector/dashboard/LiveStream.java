// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.storage.read.RecordQuery;
import io.vertx.core.http.HttpServerResponse;

/**
 * One page that follows what arrives, by server-sent events (HTML standard, §9.2). A reader that is too slow loses the
 * connection, comes back, and is told from where it was. Owned by one event loop.
 */
final class LiveStream {
    private static final int KEEP_TICKS = 15;
    /** Then the browser must connect anew, so that ended sessions and revoked keys end their streams. */
    private static final int LIFE_TICKS = 300;

    private final HttpServerResponse response;
    private final RecordQuery query;

    // Mutable state, owned by the event loop
    private long seenIndex;
    private int ticks;

    LiveStream(HttpServerResponse response, RecordQuery query, long seenIndex) {
        this.response = response;
        this.query = query;
        this.seenIndex = seenIndex;
    }

    RecordQuery query() {
        return query;
    }

    /** The index of the last record that was looked at for this stream. */
    long seenIndex() {
        return seenIndex;
    }

    void seen(long index) {
        seenIndex = Math.max(seenIndex, index);
    }

    /** Sends one event. Its data may have any number of lines. */
    void send(String event, long id, String data) {
        var lines = new StringBuilder(data.length() + 64)
                .append("event: ")
                .append(event)
                .append("\nid: ")
                .append(id)
                .append('\n');
        data.lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
        write(lines.append('\n').toString());
    }

    /** Sends something that means nothing, so that a connection that is gone is noticed. */
    void keep() {
        write(": still here\n\n");
    }

    /** Called once a second. */
    void tick() {
        ticks++;
        if (ticks >= LIFE_TICKS && !response.ended() && !response.closed()) {
            response.end();
        } else if (ticks % KEEP_TICKS == 0) {
            keep();
        }
    }

    private void write(String text) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.reset();
            return;
        }
        response.write(text);
    }
}
