// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

/** What is done to the collector in the phase named after it. */
public enum Fault {
    NONE(""),
    /** The database answers nothing for the length of the phase. */
    DATABASE_OUTAGE("outage"),
    /** Two collectors on one port are restarted in turn; the phase ends with the last restart. */
    ROLLING_RESTART("restarts"),
    /**
     * One of several collectors on one port, and at times two at once, are killed (SIGKILL) and started again, at
     * random.
     */
    KILLS("kills");

    private final String phase;

    Fault(String phase) {
        this.phase = phase;
    }

    /** The name of the phase in which it happens. */
    public String phase() {
        return phase;
    }
}
