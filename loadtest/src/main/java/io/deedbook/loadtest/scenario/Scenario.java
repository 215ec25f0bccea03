// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import io.deedbook.loadtest.event.Encoding;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thing to try, with all that was left open decided.
 *
 * @param maxRatePerSecond what the collector can do on this machine, 0 when unknown
 * @param stopsWhenSaturated whether it ends once the collector can't follow
 * @param clients how many, where they are real ones
 * @param slowClients how many are slow on purpose, beside the load
 * @param restarts how many, where the fault is that
 * @param fleet the collectors of our own
 */
public record Scenario(
        Kind kind,
        List<Phase> phases,
        Fault fault,
        boolean stopsWhenSaturated,
        double maxRatePerSecond,
        Clientele clientele,
        int clients,
        int batch,
        int connections,
        int tenants,
        int slowClients,
        int restarts,
        Fleet fleet,
        Encoding encoding,
        boolean gzip) {
    public Scenario {
        phases = List.copyOf(phases);
    }

    /**
     * How many collectors share the port, beside one that has the database and is left alone; 0 where one alone has
     * both.
     */
    public int sharing() {
        return fault == Fault.ROLLING_RESTART || fault == Fault.KILLS || fleet.processes() > 1 ? fleet.processes() : 0;
    }

    /** The phases that are measured. */
    public List<Integer> measured() {
        return IntStream.range(0, phases.size())
                .filter(phase -> phases.get(phase).measured())
                .boxed()
                .toList();
    }

    /** The phase of this name. */
    public int phase(String name) {
        for (var phase = 0; phase < phases.size(); phase++) {
            if (phases.get(phase).name().equals(name)) {
                return phase;
            }
        }
        throw new IllegalArgumentException("phase: " + name + " (expected: one of this scenario)");
    }

    /** The highest rate of all phases. */
    public double rateMax() {
        return phases.stream()
                .mapToDouble(phase -> Math.max(phase.from(), phase.to()))
                .max()
                .orElse(0);
    }
}
