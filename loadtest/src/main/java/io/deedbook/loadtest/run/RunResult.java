// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.evidence.Verdict;
import io.deedbook.loadtest.host.Machine;
import io.deedbook.loadtest.scenario.Scenario;
import io.deedbook.loadtest.tally.Tally;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run showed.
 *
 * @param windows one a phase that took place; a scenario that stops early has fewer than phases
 * @param endNanos {@link System#nanoTime()} at the end of each of these phases
 * @param cpu used from the end of the warm-up to the last answer
 * @param coverageMillis from the receipt of a record to a checkpoint that covers it
 * @param alive whether all our own collectors lived to the end; true for a given one
 * @param peakBytes largest resident size of a collector, -1 when unknown
 * @param restarts of collectors that took place
 * @param ledgerVerified what {@code deedbook verify} said, or null when it was not asked
 * @param heap of our own collectors, as the option said; empty for a given one
 */
public record RunResult(
        Scenario scenario,
        Machine machine,
        Tally tally,
        List<Window> windows,
        List<Long> endNanos,
        CpuUse cpu,
        Histogram coverageMillis,
        boolean alive,
        long peakBytes,
        int restarts,
        Verdict verdict,
        @Nullable Boolean ledgerVerified,
        String heap) {
    public RunResult {
        windows = List.copyOf(windows);
        endNanos = List.copyOf(endNanos);
    }

    /** The measured phases that took place. */
    public List<Integer> measured() {
        return scenario.measured().stream()
                .filter(phase -> phase < windows.size())
                .toList();
    }

    /** What became of what the clients held back; nothing to tell where the scenario doesn't wait for that. */
    public Optional<Drain> drain() {
        return measured().stream()
                .filter(phase -> phase > 0 && scenario.phases().get(phase).endsDrained())
                .findFirst()
                .map(this::drain);
    }

    private Drain drain(int phase) {
        var window = windows.get(phase);
        var ended = window.seconds() < scenario.phases().get(phase).seconds();
        return new Drain(windows.get(phase - 1).heldEvents(), ended, window.seconds(), window.ratePerSecond());
    }

    /** The highest rate at which the collector acknowledged over a whole measured phase. */
    public double bestRatePerSecond() {
        return measured().stream()
                .mapToDouble(phase -> windows.get(phase).ratePerSecond())
                .max()
                .orElse(0);
    }

    /** Events acknowledged a second over all measured phases. */
    public double ratePerSecond() {
        var nanos = measured().stream()
                .mapToLong(phase -> windows.get(phase).nanos())
                .sum();
        var acknowledged = measured().stream()
                .mapToLong(phase -> windows.get(phase).acknowledged())
                .sum();
        return nanos == 0 ? 0 : acknowledged * 1e9 / nanos;
    }

    /**
     * 0 when all that was acknowledged is stored once and the ledger verifies, 1 when not, 2 when it could not be told
     * or nothing was acknowledged.
     */
    public int exitCode() {
        if (verdict.lost() > 0
                || verdict.doubled() > 0
                || verdict.misfiled() > 0
                || Boolean.FALSE.equals(ledgerVerified)) {
            return 1;
        }
        return verdict.fault() != null || tally.acknowledgedSoFar() == 0 ? 2 : 0;
    }
}
