// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.evidence.Export;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Many clients behind few connections: a request of a fixed number of events each time that many have happened, over
 * whichever connection is free. For figures, because batch size and connections are what is asked for; each request is
 * retried as the real client does. A request that finds no free connection waits, and the wait counts.
 */
public final class PooledClients implements Clients {
    /** Beyond it requests are dropped unsent, so that a dead collector can't fill our memory. */
    static final int UNDERWAY_MAX = 4_096;

    private final Gear gear;
    private final int batch;
    private final List<SessionCursor> sessions = new ArrayList<>();
    private final Queue<Connection> idle = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    // Mutable state of the event loop
    private int underway;
    private long heldEvents;
    private int nextSession;
    // Mutable state of the pacer
    private Pace pace = new Pace(0, 0, 0, 0);
    private long atNanos;

    private record Waiting(Supplier<Buffer> request, long timeoutMillis, Consumer<Answer> then) {}

    /** @param batch events a request, of which each session's last may have fewer */
    public PooledClients(Gear gear, int connections, int batch) {
        this.gear = gear;
        this.batch = batch;
        for (var client = 0; client < Math.max(connections, gear.tenants()); client++) {
            sessions.add(new SessionCursor(client % gear.tenants()));
        }
        for (var connection = 0; connection < connections; connection++) {
            idle.add(gear.connection());
        }
    }

    @Override
    public void begin(Pace next) {
        pace = next;
        atNanos = 0;
    }

    @Override
    public long nextNanos() {
        var nowNanos = atNanos;
        var rate = pace.ratePerSecond(nowNanos);
        // nothing happens at rate 0: looked at again a moment later, as it may be rising
        atNanos += rate <= 0
                ? TimeUnit.MILLISECONDS.toNanos(100)
                : Math.max(1, Math.round((double) TimeUnit.SECONDS.toNanos(1) * batch / rate));
        return nowNanos;
    }

    @Override
    public void fire(Pace due, long sincePhaseNanos, long dueNanos) {
        if (due.ratePerSecond(sincePhaseNanos) <= 0) {
            return;
        }
        var left = batch;
        while (left > 0) {
            var session = sessions.get(nextSession);
            var export = session.take(gear.journal(), left);
            left -= export.count();
            gear.tally().offered(due.phase(), export.count());
            if (underway >= UNDERWAY_MAX) {
                gear.tally().lost(due.phase(), "overflow of the generator", export.count());
            } else {
                deliver(export, due.phase(), dueNanos);
            }
        }
        nextSession = (nextSession + 1) % sessions.size();
    }

    private void deliver(Export export, int phase, long dueNanos) {
        underway++;
        heldEvents += export.count();
        Runnable ended = () -> {
            underway--;
            heldEvents -= export.count();
        };
        new Delivery(gear, this::post, export, phase, dueNanos, ended).start();
    }

    @Override
    public int underway() {
        return underway;
    }

    @Override
    public long heldEvents() {
        return heldEvents;
    }

    @Override
    public void end() {
        // nobody exits here: what is underway goes on to its end
    }

    private void post(Supplier<Buffer> request, long timeoutMillis, Consumer<Answer> then) {
        var connection = idle.poll();
        if (connection == null) {
            waiting.add(new Waiting(request, timeoutMillis, then));
        } else {
            send(connection, request, timeoutMillis, then);
        }
    }

    private void send(Connection connection, Supplier<Buffer> request, long timeoutMillis, Consumer<Answer> then) {
        connection.post(request.get(), timeoutMillis, answer -> {
            then.accept(answer);
            var next = waiting.poll();
            if (next == null) {
                idle.add(connection);
            } else {
                send(connection, next.request(), next.timeoutMillis(), next.then());
            }
        });
    }
}
