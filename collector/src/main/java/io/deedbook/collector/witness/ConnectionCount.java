// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import java.util.HashMap;
import java.util.Map;

/** How many connections are open, in all and of each remote address. Thread-safe. */
final class ConnectionCount {
    private final int allMax;
    private final int addressMax;
    // Mutable state, guarded by this; an address leaves the map with its last connection.
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int all;

    ConnectionCount(int allMax, int addressMax) {
        this.allMax = allMax;
        this.addressMax = addressMax;
    }

    /** Counts a connection, unless there are too many; what was counted has to {@link #leave}. */
    synchronized boolean enter(String address) {
        var ofAddress = byAddress.getOrDefault(address, 0);
        if (all >= allMax || ofAddress >= addressMax) {
            return false;
        }
        byAddress.put(address, ofAddress + 1);
        all++;
        return true;
    }

    synchronized void leave(String address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
