// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scenarios: what each does unless told otherwise. This one table makes the commands and their help. */
public enum Kind {
    STEADY("Sends at one rate: throughput, latency, what a record costs.", false, Clientele.POOLED),
    RAMP("Raises the rate step by step until the collector can't follow: its maximum.", false, Clientele.POOLED),
    SPIKE("Three times the maximum for five seconds out of a calm.", true, Clientele.REAL),
    SOAK("A steady load for long (--seconds): does anything drift?", false, Clientele.REAL),
    OVERLOAD("Three times the maximum for long: goodput, refusals, loss, recovery.", true, Clientele.REAL),
    MANY_TENANTS("A thousand tenants, small requests, many connections.", false, Clientele.POOLED),
    SLOW_CLIENTS("A steady load beside clients that send a few bytes at a time.", false, Clientele.POOLED),
    DATABASE_OUTAGE("The database stands still in the middle of a steady load.", false, Clientele.REAL),
    ROLLING_RESTART("Two collectors on one port, restarted in turn under a steady load.", false, Clientele.REAL),
    COLLECTORS("Several collectors on one database and one port, killed at random.", false, Clientele.INSISTENT);

    private static final int OVERLOAD_FACTOR = 3;
    private static final int SPIKE_SECONDS = 5;
    private static final int STEP_SECONDS = 8;
    private static final double STEP_FACTOR = 1.25;
    private static final double STEP_RATE_MAX = 250_000;
    private static final int CALM_SECONDS = 10;
    private static final int AFTER_SECONDS = 15;
    private static final int RESTARTS_SECONDS_MAX = 1_800;
    private static final double RATE = 4_000;
    /** What a real client sends at a time, as far as its own rate allows. */
    private static final int EVENTS_AT_A_TIME = 100;

    private static final double INTERVAL_SECONDS = 5;
    private static final int CLIENTS_MAX = 8_000;

    private final String about;
    private final boolean needsMaximum;
    private final Clientele clientele;

    Kind(String about, boolean needsMaximum, Clientele clientele) {
        this.about = about;
        this.needsMaximum = needsMaximum;
        this.clientele = clientele;
    }

    /** The name of its command. */
    public String command() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for people. */
    public String about() {
        return about;
    }

    /** Whether it can't be planned without knowing what the collector can do. */
    public boolean needsMaximum() {
        return needsMaximum;
    }

    /**
     * The scenario with these settings.
     *
     * @param maxRatePerSecond what the collector can do on this machine, 0 when unknown
     */
    public Scenario plan(Dials dials, double maxRatePerSecond) {
        if (needsMaximum && maxRatePerSecond <= 0) {
            throw new IllegalArgumentException("--max-rate: 0 (expected: what the collector can do, as ramp finds it)");
        }
        var phases = phases(dials, maxRatePerSecond);
        var rateMax = phases.stream()
                .mapToDouble(phase -> Math.max(phase.from(), phase.to()))
                .max()
                .orElse(0);
        var manyTenants = this == MANY_TENANTS;
        return new Scenario(
                this,
                phases,
                fault(),
                this == RAMP,
                maxRatePerSecond,
                dials.clienteleOr(clientele),
                dials.clientsOr(clients(rateMax)),
                dials.batchOr(manyTenants ? 10 : EVENTS_AT_A_TIME),
                dials.connectionsOr(manyTenants ? 200 : 32),
                dials.tenantsOr(manyTenants ? 1_000 : 1),
                this == SLOW_CLIENTS ? dials.slowClients() : 0,
                this == ROLLING_RESTART ? dials.restarts() : 0,
                dials.fleet().or(this == COLLECTORS ? 4 : this == ROLLING_RESTART ? 2 : 1),
                dials.encoding(),
                dials.gzip());
    }

    private Fault fault() {
        return switch (this) {
            case DATABASE_OUTAGE -> Fault.DATABASE_OUTAGE;
            case ROLLING_RESTART -> Fault.ROLLING_RESTART;
            case COLLECTORS -> Fault.KILLS;
            default -> Fault.NONE;
        };
    }

    private List<Phase> phases(Dials dials, double max) {
        var rate = dials.rateOrShare(0.5, max, RATE);
        return switch (this) {
            case STEADY, SLOW_CLIENTS -> List.of(warmup(dials, rate), Phase.of("steady", dials.secondsOr(30), rate));
            case SOAK -> List.of(warmup(dials, rate), Phase.of("soak", dials.secondsOr(120), rate));
            case MANY_TENANTS -> {
                var tenantsRate = dials.rateOrShare(0.5, max, RATE / 2);
                yield List.of(warmup(dials, tenantsRate), Phase.of("steady", dials.secondsOr(30), tenantsRate));
            }
            case RAMP -> steps(dials);
            case SPIKE ->
                List.of(
                        warmup(dials, max / 2),
                        Phase.of("calm", CALM_SECONDS, max / 2),
                        Phase.of("spike", dials.secondsOr(SPIKE_SECONDS), OVERLOAD_FACTOR * max),
                        Phase.draining(max / 4),
                        Phase.of("after", AFTER_SECONDS, max / 4));
            case OVERLOAD ->
                List.of(
                        warmup(dials, max / 2),
                        Phase.of("overload", dials.secondsOr(60), dials.rateOr(OVERLOAD_FACTOR * max)),
                        Phase.draining(max / 4),
                        Phase.of("after", AFTER_SECONDS, max / 4));
            case DATABASE_OUTAGE ->
                List.of(
                        warmup(dials, rate),
                        Phase.of("before", CALM_SECONDS, rate),
                        Phase.of("outage", dials.secondsOr(20), rate),
                        Phase.of("after", AFTER_SECONDS, rate));
            case ROLLING_RESTART ->
                List.of(
                        warmup(dials, rate),
                        Phase.of("restarts", dials.secondsOr(RESTARTS_SECONDS_MAX), rate),
                        Phase.of("after", 5, rate));
            case COLLECTORS ->
                List.of(warmup(dials, rate), Phase.of("kills", dials.secondsOr(60), rate), Phase.of("after", 5, rate));
        };
    }

    private static Phase warmup(Dials dials, double rate) {
        return Phase.warmup(dials.warmupSeconds(), dials.warmupRateOr(rate));
    }

    private static List<Phase> steps(Dials dials) {
        var phases = new ArrayList<Phase>();
        var rate = dials.rateOr(RATE);
        phases.add(warmup(dials, rate));
        for (var step = 1; rate <= STEP_RATE_MAX; step++) {
            phases.add(Phase.of("step " + step, dials.secondsOr(STEP_SECONDS), Math.rint(rate / 100) * 100));
            rate *= STEP_FACTOR;
        }
        return phases;
    }

    private static int clients(double rateMax) {
        return (int) Math.max(1, Math.min(CLIENTS_MAX, Math.ceil(rateMax * INTERVAL_SECONDS / EVENTS_AT_A_TIME)));
    }
}
