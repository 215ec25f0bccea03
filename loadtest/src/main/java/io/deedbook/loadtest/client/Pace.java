// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

/**
 * How fast events happen in a phase: from one rate to another, in a straight line.
 *
 * @param phase which phase it is
 * @param from events a second at its beginning
 * @param to events a second at its end
 * @param nanos how long it lasts
 */
public record Pace(int phase, double from, double to, long nanos) {
    /** Events a second, so long after the beginning. */
    public double ratePerSecond(long sinceNanos) {
        var share = nanos == 0 ? 1 : Math.min(1, (double) sinceNanos / nanos);
        return from + (to - from) * share;
    }
}
