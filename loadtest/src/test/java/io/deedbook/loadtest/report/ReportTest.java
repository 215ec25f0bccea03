// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.loadtest.evidence.Verdict;
import io.deedbook.loadtest.host.Machine;
import io.deedbook.loadtest.run.CpuUse;
import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.run.Window;
import io.deedbook.loadtest.scenario.Dials;
import io.deedbook.loadtest.scenario.Kind;
import io.deedbook.loadtest.scenario.Scenario;
import io.deedbook.loadtest.tally.Tally;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class ReportTest {
    private static final Verdict GOOD = new Verdict(0, 0, 0, 300, 0, null);

    @Test
    void goals_areMetByAGoodRun() {
        var result = result(Kind.STEADY, 2, 0, GOOD);

        assertThat(Goals.of(result)).hasSizeGreaterThan(3).allMatch(Goal::met);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void goals_areMissedOneByOne() {
        assertThat(unmet(result(Kind.STEADY, 100, 0, GOOD))).containsExactly("latency p50", "latency p99");
        assertThat(unmet(result(Kind.STEADY, 2, 1, GOOD))).containsExactly("acknowledged");
        assertThat(unmet(result(Kind.STEADY, 2, 0, new Verdict(1, 0, 0, 299, 0, null))))
                .containsExactly("nothing lost, nothing twice");
        assertThat(unmet(result(Kind.RAMP, 2, 0, GOOD))).containsExactly("maximum");
    }

    @Test
    void exitCode_isThatOfTheEvidenceAlone() {
        assertThat(result(Kind.STEADY, 100, 0, GOOD).exitCode()).isZero();
        assertThat(result(Kind.STEADY, 2, 0, new Verdict(0, 0, 1, 300, 0, null)).exitCode())
                .isOne();
        assertThat(result(Kind.STEADY, 2, 0, new Verdict(0, 0, 0, 0, 0, "GET answered 500."))
                        .exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "503 Retry-After 1, true",
        "429 Retry-After 2, true",
        "503 Retry-After 3, false",
        "503, false",
        "500 Retry-After 1, false",
        "503 Retry-After soon, false",
    })
    void refusals_haveToBeOfTheKindThatClientsRetry(String answer, boolean good) {
        assertThat(Goals.isGoodRefusal(answer)).isEqualTo(good);
    }

    @Test
    void recovery_isCountedFromWhenTheClientsHeldNoMoreThanInCalm() {
        var result = overload(40);

        assertThat(unmet(result)).doesNotContain("recovery");
        assertThat(TextReport.of(result, Goals.of(result)))
                .contains("250,000 events when the overload ended", "40.0 s", "950/s, 95 % of the maximum");
        assertThat(JsonReport.of(result, Goals.of(result)))
                .contains("\"drain\":{\"heldEvents\":250000,\"ended\":true,\"seconds\":40.0,\"recordsPerSecond\":950}");
        assertThat(HtmlReport.of(result, Goals.of(result))).contains("250,000 events when the overload ended");
    }

    @Test
    void recovery_neverComesWhereTheClientsHoldMore() {
        var result = overload(600);

        assertThat(Goals.of(result)).contains(new Goal("recovery", "≤ 5 s", "never", false));
        assertThat(TextReport.of(result, Goals.of(result))).contains("never in 600 s");
        assertThat(JsonReport.of(result, Goals.of(result))).contains("\"ended\":false");
    }

    @Test
    void html_needsNothingFromElsewhereAndEscapes() {
        var result = result(Kind.SLOW_CLIENTS, 2, 1, GOOD);
        var page = HtmlReport.of(result, List.of(new Goal("<b>", "\"&", "'", false)));

        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("&lt;b&gt;", "&quot;&amp;", "prefers-color-scheme: dark", "<svg", "role=\"img\"")
                .doesNotContain("<script", "http:", "https:", "url(", "src=", "<b>", "NaN", "Infinity");
    }

    @Test
    void json_isOneObjectWithTheGoals() {
        var result = result(Kind.STEADY, 2, 0, GOOD);

        assertThat(JsonReport.of(result, Goals.of(result)))
                .contains("\"scenario\":\"steady\"", "\"lostAcknowledged\":0", "\"verified\":true", "\"met\":true")
                .doesNotContain("\n");
    }

    @Test
    void text_hasATableOfPhasesAndOneOfGoals() {
        var result = result(Kind.STEADY, 100, 0, GOOD);

        assertThat(TextReport.of(result, Goals.of(result)))
                .contains("warm-up", "latency p99", "NOT MET", "nothing lost, nothing twice");
    }

    private static List<String> unmet(RunResult result) {
        return Goals.of(result).stream()
                .filter(goal -> !goal.met())
                .map(Goal::name)
                .toList();
    }

    /** An overload of a second against a maximum of 1,000/s, after which the clients took so long to calm down. */
    private static RunResult overload(int drainSeconds) {
        var scenario = Kind.OVERLOAD.plan(CommandLine.populateCommand(new Dials(), "--seconds=1", "--warmup=1"), 1_000);
        var second = TimeUnit.SECONDS.toNanos(1);
        var end = second * (2 + drainSeconds);
        return result(
                scenario,
                new Tally(scenario.phases().size(), System.nanoTime()),
                List.of(
                        new Window(0, second, 500, 0),
                        new Window(1, second, 900, 250_000),
                        new Window(2, drainSeconds * second, drainSeconds * 950L, 1_000),
                        new Window(2 + drainSeconds, 15 * second, 3_750, 0)),
                List.of(second, 2 * second, end, end + 15 * second),
                GOOD);
    }

    /** Three requests of a hundred events in the phase behind the warm-up, and so many lost. */
    private static RunResult result(Kind kind, long latencyMillis, int lostRequests, Verdict verdict) {
        var scenario =
                kind.plan(CommandLine.populateCommand(new Dials(), "--rate=300", "--seconds=1", "--warmup=1"), 0);
        var tally = new Tally(scenario.phases().size(), System.nanoTime());
        for (var request = 0; request < 3; request++) {
            tally.offered(1, 100);
            tally.sent(1, 100, 90_000);
            if (request < lostRequests) {
                tally.lost(1, "413", 100);
            } else {
                tally.acknowledged(1, 100, TimeUnit.MILLISECONDS.toNanos(latencyMillis));
            }
        }
        var second = TimeUnit.SECONDS.toNanos(1);
        return result(
                scenario,
                tally,
                List.of(new Window(0, second, 0, 0), new Window(1, second, 300, 0)),
                List.of(second, 2 * second),
                verdict);
    }

    private static RunResult result(
            Scenario scenario, Tally tally, List<Window> windows, List<Long> endNanos, Verdict verdict) {
        return new RunResult(
                scenario,
                new Machine("processor", 2, "Linux", "JDK", "abc", "0.1"),
                tally,
                windows,
                endNanos,
                new CpuUse(12_000, -1, 300, 300),
                new Histogram(3),
                true,
                -1,
                0,
                verdict,
                null,
                "");
    }
}
