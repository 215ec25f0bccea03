// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.tally.Second;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The report as one page: no scripts, nothing from elsewhere, light or dark as the reader's system is. */
public final class HtmlReport {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int BARS_A_DECADE = 12;
    private static final List<Double> PERCENTILES =
            List.of(0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999);

    private HtmlReport() {}

    /** The whole page. */
    public static String of(RunResult result, List<Goal> goals) {
        var name = result.scenario().kind().command();
        var met = goals.stream().filter(Goal::met).count();
        var page = new StringBuilder()
                .append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Deedbook loadtest: ")
                .append(Html.escape(name))
                .append("</title><style>\n")
                .append(resource("report.css"))
                .append("</style></head><body><main>\n<h1>")
                .append(Html.escape(name))
                .append("</h1>\n<p class=\"lead\">")
                .append(Html.escape(result.scenario().kind().about()))
                .append("</p>\n<p class=\"verdict ")
                .append(result.exitCode() == 0 ? "good" : "bad")
                .append("\">")
                .append(Html.escape(verdict(result)))
                .append(' ')
                .append(met)
                .append(" of ")
                .append(goals.size())
                .append(" goals met.</p>\n");
        goals(page, goals);
        facts(page, "What came of it", Facts.outcome(result));
        phases(page, result);
        charts(page, result);
        facts(page, "What was done", Facts.setup(result));
        return page.append("</main></body></html>\n").toString();
    }

    private static String verdict(RunResult result) {
        return switch (result.exitCode()) {
            case 0 -> "Everything that was acknowledged is in the ledger, once.";
            case 1 -> "Something that was acknowledged is not in the ledger once, or a ledger does not verify.";
            default -> "It could not be told whether everything that was acknowledged is in the ledger.";
        };
    }

    private static void goals(StringBuilder page, List<Goal> goals) {
        page.append("<h2>Goals</h2><div class=\"wide\"><table><thead><tr><th scope=\"col\">goal</th>")
                .append(
                        "<th scope=\"col\">promised</th><th scope=\"col\">found</th><th scope=\"col\"></th></tr></thead><tbody>\n");
        for (var goal : goals) {
            page.append("<tr><th scope=\"row\">")
                    .append(Html.escape(goal.name()))
                    .append("</th><td>")
                    .append(Html.escape(goal.wanted()))
                    .append("</td><td>")
                    .append(Html.escape(goal.found()))
                    .append(goal.met() ? "</td><td class=\"good\">met" : "</td><td class=\"bad\">not met")
                    .append("</td></tr>\n");
        }
        page.append("</tbody></table></div>\n");
    }

    private static void facts(StringBuilder page, String title, Map<String, String> facts) {
        page.append("<h2>").append(Html.escape(title)).append("</h2><div class=\"wide\"><table><tbody>\n");
        facts.forEach((name, value) -> page.append("<tr><th scope=\"row\">")
                .append(Html.escape(name))
                .append("</th><td>")
                .append(Html.escape(value))
                .append("</td></tr>\n"));
        page.append("</tbody></table></div>\n");
    }

    private static void phases(StringBuilder page, RunResult result) {
        page.append("<h2>Phases</h2><div class=\"wide\"><table class=\"numbers\"><thead><tr>");
        for (var column :
                List.of("phase", "asked/s", "offered", "acknowledged/s", "refused", "lost", "p50 ms", "p99 ms")) {
            page.append("<th scope=\"col\">").append(column).append("</th>");
        }
        page.append("</tr></thead><tbody>\n");
        for (var phase = 0; phase < result.windows().size(); phase++) {
            var plan = result.scenario().phases().get(phase);
            var tally = result.tally().phase(phase);
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><th scope=\"row\">%s</th><td>%,.0f</td><td>%,d</td><td>%,.0f</td><td>%,d</td><td>%,d</td><td>%s</td><td>%s</td></tr>%n",
                    Html.escape(plan.name()),
                    plan.to(),
                    tally.offered(),
                    result.windows().get(phase).ratePerSecond(),
                    tally.refused().values().stream().mapToLong(Long::longValue).sum(),
                    tally.lostEvents(),
                    Facts.millis(tally.latencyMicros(), 50),
                    Facts.millis(tally.latencyMicros(), 99)));
        }
        page.append("</tbody></table></div>\n");
    }

    private static void charts(StringBuilder page, RunResult result) {
        var latency = result.tally().sum(result.measured()).latencyMicros();
        page.append("<h2>Latency</h2>\n");
        if (latency.getTotalCount() > 0) {
            page.append(histogram(latency)).append(percentiles(latency));
        }
        page.append("<h2>Second by second</h2>\n").append(rates(result)).append(latencies(result));
    }

    /** Requests by latency; bars of equal ratio. */
    private static String histogram(Histogram micros) {
        var across =
                Axis.decades(micros.getMinNonZeroValue() / MICROS_PER_MILLI, micros.getMaxValue() / MICROS_PER_MILLI);
        var bars = (int) Math.round(Math.log10(across.max() / across.min()) * BARS_A_DECADE);
        var counts = new long[bars];
        var most = 1L;
        for (var bar = 0; bar < bars; bar++) {
            counts[bar] = Math.max(0, upTo(micros, edge(across, bar + 1)) - upTo(micros, edge(across, bar)));
            most = Math.max(most, counts[bar]);
        }
        var chart = new Chart(
                "How long requests took",
                across,
                "milliseconds from when they were due",
                Axis.linear((double) most, 1),
                "requests");
        for (var bar = 0; bar < bars; bar++) {
            var from = edge(across, bar);
            var to = edge(across, bar + 1);
            chart.bar(
                    from,
                    to,
                    (double) counts[bar],
                    String.format(Locale.ROOT, "%.2f to %.2f ms: %,d requests", from, to, counts[bar]));
        }
        return chart.figure("%,d requests; %s.".formatted(micros.getTotalCount(), Facts.latency(micros)));
    }

    private static double edge(Axis across, int bar) {
        return across.min() * Math.pow(10, (double) bar / BARS_A_DECADE);
    }

    /** Requests that took no longer. */
    private static long upTo(Histogram micros, double millis) {
        return micros.getCountBetweenValues(0, Math.max(0, Math.round(millis * MICROS_PER_MILLI) - 1));
    }

    /** Latency by percentile; each nine gets the same room. */
    private static String percentiles(Histogram micros) {
        var ticks = List.of(0.0, 90.0, 99.0, 99.9, 99.99, 99.999).stream()
                .map(percentile -> new Axis.Tick(nines(percentile), percentile + " %"))
                .toList();
        var across = new Axis(0, nines(99.999), false, ticks);
        var up = Axis.decades(micros.getMinNonZeroValue() / MICROS_PER_MILLI, micros.getMaxValue() / MICROS_PER_MILLI);
        var points = PERCENTILES.stream()
                .map(percentile ->
                        new Chart.Point(nines(percentile), micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI))
                .toList();
        return new Chart("Latency by percentile", across, "percentile", up, "ms")
                .line(1, "latency", points)
                .figure("How long the slowest took.");
    }

    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static String rates(RunResult result) {
        var seconds = seconds(result);
        var most = seconds.stream()
                .mapToDouble(second -> Math.max(second.offered(), second.acknowledged()))
                .max()
                .orElse(1);
        return new Chart("Events a second", time(seconds), "seconds", Axis.linear(most, 1), "events/s")
                .line(2, "offered", points(seconds, Second::offered))
                .line(1, "acknowledged", points(seconds, Second::acknowledged))
                .line(3, "lost", points(seconds, Second::lost))
                .figure("What became due, what was acknowledged, and what clients gave up.");
    }

    private static String latencies(RunResult result) {
        var seconds = seconds(result);
        var most = seconds.stream().mapToDouble(Second::p99Micros).max().orElse(1) / MICROS_PER_MILLI;
        return new Chart("Latency second by second", time(seconds), "seconds", Axis.decades(1, most), "ms")
                .line(2, "p50", points(seconds, second -> second.p50Micros() / MICROS_PER_MILLI))
                .line(1, "p99", points(seconds, second -> second.p99Micros() / MICROS_PER_MILLI))
                .figure("Of the requests acknowledged in each second.");
    }

    /** The last second is seldom a whole one. */
    private static List<Second> seconds(RunResult result) {
        var all = result.tally().timeline().seconds();
        return all.size() > 1 ? all.subList(0, all.size() - 1) : all;
    }

    private static Axis time(List<Second> seconds) {
        return Axis.linear(seconds.size(), 1);
    }

    private static List<Chart.Point> points(List<Second> seconds, ToDoubleFunction<Second> value) {
        var points = new ArrayList<Chart.Point>();
        for (var second = 0; second < seconds.size(); second++) {
            points.add(new Chart.Point(second + 0.5, value.applyAsDouble(seconds.get(second))));
        }
        return points;
    }

    private static String resource(String name) {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its " + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
