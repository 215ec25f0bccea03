// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

/**
 * A stretch of a scenario.
 *
 * @param name for the report
 * @param seconds how long it lasts
 * @param from events a second at its beginning
 * @param to events a second at its end
 * @param measured whether its figures are those of the report; a warm-up is verified like the others, but not measured
 */
public record Phase(String name, int seconds, double from, double to, boolean measured) {
    static Phase warmup(int seconds, double rate) {
        return new Phase("warm-up", seconds, rate, rate, false);
    }

    static Phase of(String name, int seconds, double rate) {
        return new Phase(name, seconds, rate, rate, true);
    }
}
