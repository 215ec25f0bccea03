// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.concurrent.atomic.AtomicLong;

/** How many records the windows of all logs may hold in memory, and how many they had to forget for it. Thread-safe. */
public final class EventBudget {
    // an event, its place in a list, and its share of the group around it
    private static final long EVENT_BYTES = 128;
    private static final long HEAP_SHARE = 16;
    private static final long EVENTS_MIN = 10_000;

    private final long eventsMax;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong forgotten = new AtomicLong();

    /** @param eventsMax the most records that are held */
    public EventBudget(long eventsMax) {
        this.eventsMax = eventsMax;
    }

    /** A sixteenth of the heap. */
    public static EventBudget ofHeap() {
        return new EventBudget(Math.max(EVENTS_MIN, Runtime.getRuntime().maxMemory() / HEAP_SHARE / EVENT_BYTES));
    }

    void take(long events) {
        held.addAndGet(events);
    }

    void release(long events) {
        held.addAndGet(-events);
    }

    void forget(long events) {
        forgotten.addAndGet(events);
    }

    boolean isSpent() {
        return held.get() > eventsMax;
    }

    /** How many records are held. */
    public long held() {
        return held.get();
    }

    /** How many records were forgotten before their time because a limit was reached. */
    public long forgotten() {
        return forgotten.get();
    }
}
