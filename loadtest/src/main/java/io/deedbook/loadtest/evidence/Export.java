// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

/**
 * One request's worth of events, and what became of it. It holds all that the body is made of, so the body itself is
 * never kept. Owned by the event loop while the load runs.
 */
public final class Export {
    private final int tenant;
    private final String session;
    private final int firstSequence;
    private final int count;
    private final long ordinal;
    private final long firstUnixNanos;
    // Mutable state
    private boolean acknowledged;

    Export(int tenant, String session, int firstSequence, int count, long ordinal, long firstUnixNanos) {
        this.tenant = tenant;
        this.session = session;
        this.firstSequence = firstSequence;
        this.count = count;
        this.ordinal = ordinal;
        this.firstUnixNanos = firstUnixNanos;
    }

    /** Place of the tenant among those of the run. */
    public int tenant() {
        return tenant;
    }

    public String session() {
        return session;
    }

    /** Number of the first event in its session. */
    public int firstSequence() {
        return firstSequence;
    }

    /** How many events. */
    public int count() {
        return count;
    }

    /** Number of the first event in the run. */
    long ordinal() {
        return ordinal;
    }

    /**
     * When the first event happened; the others follow, a nanosecond each. No other event of the run has their times.
     */
    public long firstUnixNanos() {
        return firstUnixNanos;
    }

    /** Says that the collector answered 200. */
    public void acknowledge() {
        acknowledged = true;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }
}
