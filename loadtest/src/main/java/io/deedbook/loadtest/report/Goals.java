// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import io.deedbook.loadtest.event.Encoding;
import io.deedbook.loadtest.evidence.Coverage;
import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.scenario.Fault;
import io.deedbook.loadtest.tally.PhaseTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds a result against what is promised. That nothing acknowledged is lost or doubled is promised always; the rest
 * depends on what was tried.
 */
public final class Goals {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    // throughput
    private static final double PROTOBUF_RATE = 30_000;
    private static final double JSON_RATE = PROTOBUF_RATE / 2;
    private static final double SMALL_REQUESTS_RATE = 12_000;
    private static final int SMALL_BATCH = 10;
    private static final double FOLLOWED = 0.99;
    // latency
    private static final double P50_MILLIS = 15;
    private static final double P99_MILLIS = 60;
    private static final double P99_NEAR_LIMIT_MILLIS = 250;
    private static final double NEAR_LIMIT = 0.75;
    private static final double COVERED_MILLIS = 2_000;
    // overload
    private static final double GOODPUT = 0.9;
    /** Three times so low a maximum may be no overload. */
    private static final double MAXIMUM_TOO_LOW = 1.1;

    private static final double LOSS = 0.01;
    private static final double RECOVERY_SECONDS = 5;
    private static final int RETRY_AFTER_SECONDS = 2;
    // endurance
    private static final double DRIFT = 1.5;
    private static final int RESTARTS = 20;

    private final RunResult result;
    private final PhaseTally sum;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(RunResult result) {
        this.result = result;
        sum = result.tally().sum(result.measured());
    }

    /** What was promised of this, in the order of a reader's interest. */
    public static List<Goal> of(RunResult result) {
        var goals = new Goals(result);
        goals.evidence();
        goals.own();
        return List.copyOf(goals.goals);
    }

    private void evidence() {
        var verdict = result.verdict();
        add(
                "nothing lost, nothing twice",
                "each acknowledged event once",
                verdict.fault() != null
                        ? verdict.fault()
                        : "%,d lost, %,d twice, %,d misfiled"
                                .formatted(verdict.lost(), verdict.doubled(), verdict.misfiled()),
                verdict.holds());
        if (result.ledgerVerified() != null) {
            add("ledger", "verifies", result.ledgerVerified() ? "verified" : "FAILED", result.ledgerVerified());
        }
        var lag = result.coverageMillis();
        if (lag.getTotalCount() > 0 && result.scenario().fault() != Fault.DATABASE_OUTAGE) {
            add(
                    "covered by a checkpoint",
                    "≤ %.0f ms".formatted(COVERED_MILLIS),
                    "max %,d ms (± %d)".formatted(lag.getMaxValue(), Coverage.LOOK_MILLIS),
                    lag.getMaxValue() <= COVERED_MILLIS + Coverage.LOOK_MILLIS);
        }
    }

    private void own() {
        switch (result.scenario().kind()) {
            case STEADY -> {
                followed();
                latency();
            }
            case RAMP -> maximum();
            case MANY_TENANTS -> {
                followed();
                throughput("throughput", SMALL_REQUESTS_RATE, result.ratePerSecond());
            }
            case SLOW_CLIENTS -> {
                followed();
                latency();
                loss("lost beside them", 0, lost());
            }
            case SOAK -> {
                followed();
                latency();
                drift();
                alive();
            }
            case SPIKE -> {
                refusals();
                loss("lost where there was room for it", LOSS, avoidable("spike"));
                recovery("draining");
                alive();
            }
            case OVERLOAD -> {
                var goodput = goodput();
                var tooLow = goodput > MAXIMUM_TOO_LOW ? ": more than --max-rate says that it can" : "";
                add("goodput", "≥ 90 % of the maximum", percent(goodput) + tooLow, goodput >= GOODPUT);
                refusals();
                loss("lost where there was room for it", LOSS, avoidable("overload"));
                recovery("draining");
                alive();
            }
            case DATABASE_OUTAGE -> {
                var away = result.scenario().phase("outage");
                var accepted = share(
                        result.windows().get(away).acknowledged(),
                        result.tally().phase(away).offered());
                add(
                        "accepted while it was away",
                        "≥ 90 %, as it comes",
                        percent(Math.min(1, accepted)),
                        accepted >= GOODPUT);
                refusals();
                loss("lost", 0, lost());
                recovery("outage");
                alive();
            }
            case COLLECTORS -> {
                var max = result.scenario().maxRatePerSecond();
                if (result.scenario().fleet().killMillis() > 0) {
                    add("kills", "≥ 1", Integer.toString(result.restarts()), result.restarts() > 0);
                }
                if (max > 0) {
                    throughput("throughput of one collector", max, result.ratePerSecond());
                } else {
                    followed();
                }
                loss("lost by clients that insist", 0, lost());
                alive();
            }
            case ROLLING_RESTART -> {
                add("restarts", "≥ " + RESTARTS, Integer.toString(result.restarts()), result.restarts() >= RESTARTS);
                var failed = sum.refused().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                add(
                        "failed requests",
                        "none",
                        "%,d refused, %,d events lost".formatted(failed, sum.lostEvents()),
                        failed == 0 && sum.lostEvents() == 0);
                alive();
            }
        }
    }

    private void followed() {
        var share = share(sum.acknowledged(), sum.offered());
        add("acknowledged", "≥ 99 % of what was sent", percent(share), share >= FOLLOWED);
    }

    private void latency() {
        var max = result.scenario().maxRatePerSecond();
        var nearLimit = max > 0 && result.scenario().rateMax() >= NEAR_LIMIT * max;
        var p50 = sum.latencyMicros().getValueAtPercentile(50) / MICROS_PER_MILLI;
        var p99 = sum.latencyMicros().getValueAtPercentile(99) / MICROS_PER_MILLI;
        if (!nearLimit) {
            add("latency p50", "≤ %.0f ms".formatted(P50_MILLIS), millis(p50), p50 <= P50_MILLIS);
        }
        var limit = nearLimit ? P99_NEAR_LIMIT_MILLIS : P99_MILLIS;
        add("latency p99", "≤ %.0f ms".formatted(limit), millis(p99), p99 <= limit);
    }

    private void maximum() {
        var scenario = result.scenario();
        var wanted = scenario.batch() <= SMALL_BATCH
                ? SMALL_REQUESTS_RATE
                : scenario.encoding() == Encoding.JSON ? JSON_RATE : PROTOBUF_RATE;
        throughput("maximum", wanted, result.bestRatePerSecond());
    }

    private void throughput(String name, double wanted, double found) {
        add(
                name,
                String.format(Locale.ROOT, "≥ %,.0f/s", wanted),
                String.format(Locale.ROOT, "%,.0f/s", found),
                found >= wanted);
    }

    /** Refusals have to be of the kind that clients retry, and soon enough. */
    private void refusals() {
        var wrong = sum.refused().entrySet().stream()
                .filter(answer -> !isGoodRefusal(answer.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        add(
                "refusals",
                "429 or 503, Retry-After ≤ 2",
                wrong.isEmpty() ? (sum.refused().isEmpty() ? "none" : "only these") : String.join(", ", wrong),
                wrong.isEmpty());
    }

    static boolean isGoodRefusal(String answer) {
        var words = answer.split(" Retry-After ", 2);
        return (words[0].equals("429") || words[0].equals("503"))
                && words.length == 2
                && words[1].matches("[0-9]{1,6}")
                && Integer.parseInt(words[1]) <= RETRY_AFTER_SECONDS;
    }

    private double goodput() {
        var window = result.windows().get(result.scenario().phase("overload"));
        return window.ratePerSecond() / result.scenario().maxRatePerSecond();
    }

    private double lost() {
        return share(sum.lostEvents(), sum.offered());
    }

    /** Of what there was capacity for since that phase began: the share that was given up. */
    private double avoidable(String phase) {
        var start =
                Math.ceil(result.windows().get(result.scenario().phase(phase)).startSecond());
        var seconds = result.tally().timeline().seconds();
        var loaded = seconds.subList((int) Math.min(start, seconds.size()), seconds.size());
        return AvoidableLoss.of(loaded, GOODPUT * result.scenario().maxRatePerSecond())
                .share();
    }

    private void loss(String name, double wanted, double found) {
        add(name, wanted == 0 ? "none" : "< %.0f %%".formatted(100 * wanted), percent(found), found <= wanted);
    }

    /**
     * How long requests that became due after the trouble still went wrong, or took long. An overload is over when the
     * clients have delivered or lost what they held back in it; while they have not, there is no recovery.
     */
    private void recovery(String trouble) {
        var end = result.endNanos().get(result.scenario().phase(trouble));
        var last = result.tally().phase(result.scenario().phase("after")).lastBadNanos();
        var seconds = last == Long.MIN_VALUE ? 0 : Math.max(0, (last - end) / NANOS_PER_SECOND);
        var never = result.drain().filter(drain -> !drain.ended()).isPresent();
        add(
                "recovery",
                "≤ %.0f s".formatted(RECOVERY_SECONDS),
                never ? "never" : String.format(Locale.ROOT, "%.1f s", seconds),
                !never && seconds <= RECOVERY_SECONDS);
    }

    /** The last third against the first: of p99s, second by second, the middle one. */
    private void drift() {
        var start = (int) result.windows().get(result.scenario().phase("soak")).startSecond();
        var seconds = result.tally().timeline().seconds();
        var soak = seconds.subList(Math.min(start, seconds.size()), seconds.size()).stream()
                .filter(second -> second.p99Micros() > 0)
                .map(second -> second.p99Micros() / MICROS_PER_MILLI)
                .toList();
        if (soak.size() < 6) {
            return;
        }
        var third = soak.size() / 3;
        var first = middle(soak.subList(0, third));
        var last = middle(soak.subList(soak.size() - third, soak.size()));
        add(
                "drift of p99",
                "≤ × 1.5",
                "%s at first, %s at last".formatted(millis(first), millis(last)),
                last <= DRIFT * first);
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void alive() {
        if (!result.heap().isEmpty()) {
            add(
                    "collector",
                    "lives, heap " + result.heap(),
                    (result.alive() ? "lives" : "DIED") + ", at most " + result.peakBytes() / (1024 * 1024)
                            + " MiB resident",
                    result.alive());
        }
    }

    private void add(String name, String wanted, String found, boolean met) {
        goals.add(new Goal(name, wanted, found, met));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String percent(double share) {
        // rounded down: 99.996 % is not all
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(share * 10_000) / 100);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}
