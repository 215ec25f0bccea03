// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

/**
 * What was counted between the beginning and the end of a phase, whenever it was due.
 *
 * @param startSecond of the run
 * @param nanos how long it lasted
 * @param acknowledged events
 */
public record Window(double startSecond, long nanos, long acknowledged) {
    /** Events acknowledged a second. */
    public double ratePerSecond() {
        return nanos <= 0 ? 0 : acknowledged * 1e9 / nanos;
    }
}
