// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import java.util.Locale;

/** Who sends. */
public enum Clientele {
    /** Requests of a fixed size over a fixed number of connections: for figures that can be compared. */
    POOLED,
    /** As pooled, but what gets no answer is sent again too: for finding what is stored twice when collectors die. */
    INSISTENT,
    /** Many clients as they are, each with a connection, an interval, a queue, an exit. */
    REAL;

    /** As on the command line and in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
