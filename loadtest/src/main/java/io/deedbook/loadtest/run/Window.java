// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

/**
 * What was counted between the beginning and the end of a phase, whenever it was due.
 *
 * @param startSecond of the run
 * @param nanos how long it lasted
 * @param acknowledged events
 * @param heldEvents that the clients had neither delivered nor lost when it ended
 */
public record Window(double startSecond, long nanos, long acknowledged, long heldEvents) {
    /** How long it lasted. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** Events acknowledged a second. */
    public double ratePerSecond() {
        return nanos <= 0 ? 0 : acknowledged * 1e9 / nanos;
    }
}
