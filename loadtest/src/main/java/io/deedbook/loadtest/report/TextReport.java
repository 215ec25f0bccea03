// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import io.deedbook.loadtest.run.RunResult;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for a terminal. */
public final class TextReport {
    private TextReport() {}

    /** Several lines, without an end of line at the end. */
    public static String of(RunResult result, List<Goal> goals) {
        var out = new Formatter(Locale.ROOT);
        facts(out, Facts.setup(result));
        out.format("%n");
        phases(out, result);
        out.format("%n");
        facts(out, Facts.outcome(result));
        out.format("%n%-34s%-34s%s%n", "goal", "promised", "found");
        for (var goal : goals) {
            out.format("%-34s%-34s%-34s%s%n", goal.name(), goal.wanted(), goal.found(), goal.met() ? "met" : "NOT MET");
        }
        return out.toString().stripTrailing();
    }

    private static void facts(Formatter out, Map<String, String> facts) {
        facts.forEach((name, value) -> out.format("%-34s%s%n", name, value));
    }

    private static void phases(Formatter out, RunResult result) {
        out.format(
                "%-12s%10s%12s%16s%18s%14s%10s%10s%n",
                "phase", "asked/s", "offered", "acknowledged/s", "requests refused", "events lost", "p50 ms", "p99 ms");
        for (var phase = 0; phase < result.windows().size(); phase++) {
            var tally = result.tally().phase(phase);
            out.format(
                    "%-12s%,10.0f%,12d%,16.0f%,18d%,14d%10s%10s%n",
                    result.scenario().phases().get(phase).name(),
                    result.scenario().phases().get(phase).to(),
                    tally.offered(),
                    result.windows().get(phase).ratePerSecond(),
                    tally.refused().values().stream().mapToLong(Long::longValue).sum(),
                    tally.lostEvents(),
                    Facts.millis(tally.latencyMicros(), 50),
                    Facts.millis(tally.latencyMicros(), 99));
        }
    }
}
