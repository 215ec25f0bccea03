// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import java.util.BitSet;

/**
 * One session of the load: which of its events were sent and acknowledged. Written by the pacer and by event loops, so every
 * method is synchronised; the marker of an event is the session's id and its number in it.
 */
final class Session {
    /** A session is read back with few requests, and takes few requests to fill. */
    static final int EVENTS_MAX = 500;

    private final String id;
    private final BitSet acknowledged = new BitSet(EVENTS_MAX);
    private int sent;

    Session(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Takes the numbers of the next {@code count} events. */
    synchronized int take(int count) {
        var first = sent;
        sent += count;
        return first;
    }

    /** Whether another request would make the session too long. */
    synchronized boolean full() {
        return sent >= EVENTS_MAX;
    }

    synchronized int sent() {
        return sent;
    }

    synchronized void acknowledge(int first, int count) {
        acknowledged.set(first, first + count);
    }

    synchronized boolean isAcknowledged(int sequence) {
        return acknowledged.get(sequence);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.cardinality();
    }
}
