// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The clients as they are: each with a connection of its own, gathering its events for an interval, sending one batch
 * at a time, at the end of its life giving itself two seconds for what is left, and then followed by another. Their
 * intervals are spread evenly, so the requests come at an even pace.
 */
public final class BatchingClients implements Clients {
    private final Habits habits;
    private final List<BatchingClient> clients = new ArrayList<>();
    // Mutable state of the event loop
    private double owed;
    private int nextClient;
    // Mutable state of the pacer
    private long ticks;

    /** @param count of clients at a time */
    public BatchingClients(Gear gear, Habits habits, int count) {
        this.habits = habits;
        for (var client = 0; client < count; client++) {
            // lives that end one after another rather than all at once
            var firstLifeNanos = TimeUnit.MILLISECONDS.toNanos(habits.lifeMillis()) * (client + 1) / count;
            clients.add(new BatchingClient(gear, habits, client % gear.tenants(), firstLifeNanos));
        }
    }

    @Override
    public void begin(Pace next) {
        ticks = 0;
    }

    @Override
    public long nextNanos() {
        return TimeUnit.MILLISECONDS.toNanos(habits.intervalMillis()) * ticks++ / clients.size();
    }

    @Override
    public void fire(Pace pace, long sincePhaseNanos, long dueNanos) {
        owed += pace.ratePerSecond(sincePhaseNanos) * habits.intervalMillis() / 1_000 / clients.size();
        var events = (int) owed;
        owed -= events;
        clients.get(nextClient).tick(events, pace.phase(), dueNanos);
        nextClient = (nextClient + 1) % clients.size();
    }

    @Override
    public int underway() {
        return (int) clients.stream().filter(BatchingClient::isBusy).count();
    }

    @Override
    public long heldEvents() {
        return clients.stream().mapToLong(BatchingClient::heldEvents).sum();
    }

    @Override
    public void end() {
        clients.forEach(BatchingClient::exit);
    }
}
