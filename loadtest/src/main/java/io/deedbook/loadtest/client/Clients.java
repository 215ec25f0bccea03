// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

/**
 * Those who send. The pace is open: they are told when something is due, whatever the collector does. {@link #begin}
 * and {@link #nextNanos} belong to the pacer's thread, everything else to the event loop.
 */
public interface Clients {
    /** Goes over to the next phase. */
    void begin(Pace pace);

    /** The next due moment in nanoseconds since the phase began, the first at 0; each call goes on to the next one. */
    long nextNanos();

    /**
     * Does what is due.
     *
     * @param pace that of the phase in which it became due
     * @param sincePhaseNanos when it became due, since the phase began
     * @param dueNanos the same as a {@link System#nanoTime()}
     */
    void fire(Pace pace, long sincePhaseNanos, long dueNanos);

    /** How many requests were begun and haven't ended. */
    int underway();

    /** How many events happened that are neither delivered nor lost. */
    long heldEvents();

    /** Ends the clients: what they still hold they try to deliver as they do at exit. */
    void end();
}
