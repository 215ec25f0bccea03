// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients on a bad line, beside the load: each sends its requests a little at a time and so holds a connection and part
 * of a body for long. What they send is looked for at the end as everything else; how long they take is not counted.
 */
public final class SlowClients {
    private static final int BATCH = 20;
    private static final int PIECE_BYTES = 256;
    private static final long PAUSE_MILLIS = 250;
    /** Longer than any of their requests takes. */
    private static final long TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final Gear gear;
    private final List<Connection> connections = new ArrayList<>();
    // Mutable state
    private boolean ended;

    /** @param count of them */
    public SlowClients(Gear gear, int count) {
        this.gear = gear;
        for (var client = 0; client < count; client++) {
            connections.add(gear.connection());
        }
    }

    /** Begins; on the event loop, as everything here. */
    public void start() {
        for (var client = 0; client < connections.size(); client++) {
            go(connections.get(client), new SessionCursor(client % gear.tenants()));
        }
    }

    /** Cuts them off: what is half sent is lost. */
    public void end() {
        ended = true;
        connections.forEach(Connection::abandon);
    }

    private void go(Connection connection, SessionCursor session) {
        if (ended) {
            return;
        }
        var export = session.take(gear.journal(), BATCH);
        gear.tally().offered(Tally.BACKGROUND, export.count());
        var began = System.nanoTime();
        connection.postInPieces(gear.request(export), PIECE_BYTES, PAUSE_MILLIS, TIMEOUT_MILLIS, answer -> {
            if (answer.status() == 200) {
                export.acknowledge();
                gear.tally().acknowledged(Tally.BACKGROUND, export.count(), System.nanoTime() - began);
            } else {
                if (answer.status() > 0) {
                    gear.tally().refused(Tally.BACKGROUND, answer.status(), answer.retryAfter());
                }
                gear.tally()
                        .lost(
                                Tally.BACKGROUND,
                                ended
                                        ? "cut off at the end"
                                        : answer.status() > 0 ? Integer.toString(answer.status()) : answer.failure(),
                                export.count());
            }
            // not at once: a collector that refuses all of them must not be flooded by them
            gear.vertx().setTimer(PAUSE_MILLIS, fired -> go(connection, session));
        });
    }
}
