// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import io.deedbook.loadtest.run.Drain;
import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.scenario.Clientele;
import io.deedbook.loadtest.scenario.Fault;
import io.deedbook.loadtest.tally.Tally;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The figures of a run as text, for the table and the page: what, and how much. */
final class Facts {
    private final Map<String, String> facts = new LinkedHashMap<>();

    private Facts() {}

    /** What was done. */
    static Map<String, String> setup(RunResult result) {
        var facts = new Facts();
        var scenario = result.scenario();
        facts.add(
                "scenario", "%s: %s", scenario.kind().command(), scenario.kind().about());
        facts.add("requests", "%s%s", scenario.encoding(), scenario.gzip() ? ", gzip" : "");
        if (scenario.clientele() == Clientele.REAL) {
            facts.add("clients", "%,d real ones, each every 5 s", scenario.clients());
        } else {
            facts.add(
                    "clients",
                    "%,d events a request, %,d connections%s",
                    scenario.batch(),
                    scenario.connections(),
                    scenario.clientele() == Clientele.INSISTENT ? ", sent again where no answer comes" : "");
        }
        facts.add("tenants", "%,d", scenario.tenants());
        if (scenario.sharing() > 0) {
            facts.add(
                    "collectors",
                    "%,d on one port%s",
                    scenario.sharing(),
                    scenario.fault() == Fault.KILLS
                            ? ", seed of the kills " + scenario.fleet().seed()
                            : "");
        }
        var machine = result.machine();
        facts.add("machine", "%,d × %s, load %s", machine.cores(), machine.processor(), machine.load());
        facts.add("system", "%s, %s", machine.kernel(), machine.jdk());
        facts.add("commit", "%s", machine.commit());
        if (!result.heap().isEmpty()) {
            facts.add("collector's heap", "%s", result.heap());
        }
        return facts.facts;
    }

    /** What came of it, over the measured phases. */
    static Map<String, String> outcome(RunResult result) {
        var facts = new Facts();
        var scenario = result.scenario();
        var sum = result.tally().sum(result.measured());
        facts.add("offered", "%,d events, %,d bytes each", sum.offered(), sum.bytesPerEvent());
        facts.add("acknowledged", "%,d events, %,.0f/s", sum.acknowledged(), result.ratePerSecond());
        sum.lost().forEach((cause, events) -> facts.add("lost: " + cause, "%,d events", events));
        sum.refused().forEach((answer, requests) -> facts.add("answer " + answer, "%,d requests", requests));
        facts.add("retries", "%,d", sum.retries());
        result.drain().ifPresent(drain -> drain(facts, drain, scenario.maxRatePerSecond()));
        facts.add("latency", "%s", latency(sum.latencyMicros()));
        var lag = result.coverageMillis();
        if (lag.getTotalCount() > 0) {
            facts.add(
                    "to a checkpoint",
                    "p50 %,d  p99 %,d  max %,d ms",
                    lag.getValueAtPercentile(50),
                    lag.getValueAtPercentile(99),
                    lag.getMaxValue());
        }
        cpu(facts, "collector", result, result.cpu().collector());
        cpu(facts, "postgres", result, result.cpu().postgres());
        cpu(facts, "generator", result, result.cpu().generator());
        background(facts, result);
        if (result.restarts() > 0) {
            facts.add(scenario.fault().phase(), "%,d", result.restarts());
        }
        var verdict = result.verdict();
        facts.add(
                "in the ledger",
                "%,d events, %,d of them not acknowledged; with those of the warm-up",
                verdict.stored(),
                verdict.unasked());
        if (result.ledgerVerified() == null) {
            facts.add("ledger", "not verified");
        }
        return facts.facts;
    }

    static String latency(Histogram micros) {
        return "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s ms"
                .formatted(
                        millis(micros, 50),
                        millis(micros, 90),
                        millis(micros, 99),
                        millis(micros, 99.9),
                        millis(micros, 100));
    }

    static String millis(Histogram micros, double percentile) {
        return String.format(Locale.ROOT, "%.1f", micros.getValueAtPercentile(percentile) / 1_000.0);
    }

    private static void drain(Facts facts, Drain drain, double maxRatePerSecond) {
        facts.add("held back by clients", "%,d events when the overload ended", drain.heldEvents());
        facts.add("until as in calm", drain.ended() ? "%.1f s" : "never in %.0f s", drain.seconds());
        facts.add(
                "acknowledged until then",
                "%,.0f/s, %.0f %% of the maximum",
                drain.ratePerSecond(),
                100 * drain.ratePerSecond() / maxRatePerSecond);
    }

    private static void cpu(Facts facts, String name, RunResult result, long micros) {
        var perRecord = result.cpu().perRecord(micros);
        if (perRecord >= 0) {
            facts.add(name, "%.1f µs CPU a record", perRecord);
        }
    }

    private static void background(Facts facts, RunResult result) {
        var background = result.tally().phase(Tally.BACKGROUND);
        if (background.offered() > 0) {
            facts.add(
                    "slow clients",
                    "%,d events offered, %,d acknowledged",
                    background.offered(),
                    background.acknowledged());
            background.lost().forEach((cause, events) -> facts.add("slow clients: " + cause, "%,d events", events));
        }
    }

    private void add(String name, String format, Object... values) {
        facts.put(name, String.format(Locale.ROOT, format, values));
    }
}
