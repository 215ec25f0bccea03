// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

/**
 * The collectors of our own that share the port.
 *
 * @param processes how many; 0 leaves it to the scenario
 * @param killMillis one is killed about that often, in the scenario that does so; 0: none
 * @param seed of the times of the kills, and of who is killed
 */
public record Fleet(int processes, int killMillis, long seed) {
    private static final int PROCESSES_MAX = 16;
    private static final int KILL_MILLIS_MAX = 3_600_000;

    public Fleet {
        Dials.check("--processes", processes, PROCESSES_MAX);
        Dials.check("--kill-every-ms", killMillis, KILL_MILLIS_MAX);
    }

    /** The same with so many processes where none were asked for. */
    Fleet or(int otherwise) {
        return processes > 0 ? this : new Fleet(otherwise, killMillis, seed);
    }
}
