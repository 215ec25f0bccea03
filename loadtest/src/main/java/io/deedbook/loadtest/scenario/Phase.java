// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

/**
 * A stretch of a scenario.
 *
 * @param name for the report
 * @param seconds how long it lasts, or at most lasts
 * @param from events a second at its beginning
 * @param to events a second at its end
 * @param measured whether its figures are those of the report; a warm-up is verified like the others, but not measured
 * @param endsDrained whether it ends as soon as the clients have delivered or lost what they held back in the phase
 *     before
 */
public record Phase(String name, int seconds, double from, double to, boolean measured, boolean endsDrained) {
    private static final int DRAINING_SECONDS_MAX = 600;

    static Phase warmup(int seconds, double rate) {
        return new Phase("warm-up", seconds, rate, rate, false, false);
    }

    static Phase of(String name, int seconds, double rate) {
        return new Phase(name, seconds, rate, rate, true, false);
    }

    /**
     * What follows an overload: real clients go on sending what they hold back as fast as they are answered, so the
     * load ends only when their queues are back to what they are in calm.
     */
    static Phase draining(double rate) {
        return new Phase("draining", DRAINING_SECONDS_MAX, rate, rate, true, true);
    }
}
