// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import io.deedbook.loadtest.event.Encoding;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be set about a scenario, as options of its command. Most are 0 where it is left to the scenario. */
public final class Dials {
    private static final double RATE_MAX = 1_000_000;
    private static final int BATCH_MAX = 500;
    private static final int SECONDS_MAX = 7 * 24 * 3_600;
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int TENANTS_MAX = 10_000;

    // Mutable state, set while the command line is read.
    @Option(names = "--rate", description = "Events a second; 0: half the maximum, or little.")
    private double ratePerSecond;

    @Option(
            names = "--max-rate",
            description =
                    "What the collector can do here, as ramp finds it; 0: unknown, found first where it is needed.")
    private double maxRatePerSecond;

    @Option(names = "--seconds", description = "Length of the main phase (a step of ramp); 0: the scenario's own.")
    private int seconds;

    @Option(names = "--warmup", description = "Seconds sent before: verified like the others, but not measured.")
    private int warmupSeconds = 10;

    @Option(names = "--warmup-rate", description = "Events a second sent then; 0: as many as afterwards.")
    private double warmupRatePerSecond;

    @Option(names = "--clientele", description = "Who sends: pooled, insistent or real. Default: the scenario's own.")
    private @Nullable Clientele clientele;

    @Option(names = "--batch", description = "Events a request of pooled clients, 1 to 500; 0: the scenario's own.")
    private int batch;

    @Option(names = "--connections", description = "Connections of pooled clients; 0: the scenario's own.")
    private int connections;

    @Option(names = "--clients", description = "Real clients; 0: so many that each sends about 100 events at a time.")
    private int clients;

    @Option(names = "--tenants", description = "Tenants, for --managed; 0: the scenario's own.")
    private int tenants;

    @Option(names = "--slow-clients", description = "How many, in the scenario slow-clients.")
    private int slowClients = 200;

    @Option(names = "--restarts", description = "How many, in the scenario rolling-restart.")
    private int restarts = 20;

    @Option(
            names = "--processes",
            description = "Collectors that share the port, for --managed, beside one that only has the database;"
                    + " 0: the scenario's own, which is 4 for collectors.")
    private int processes;

    @Option(
            names = "--kill-every-ms",
            description = "About how often one is killed (kill -9), in the scenario collectors; 0: never.")
    private int killMillis = 4_000;

    @Option(names = "--seed", description = "Of the kills: the same times and the same processes again.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(names = "--protocol", description = "How to encode: protobuf or json.")
    private Encoding encoding = Encoding.PROTOBUF;

    @Option(names = "--gzip", description = "Compress the requests; the real clients don't unless told.")
    private boolean gzip;

    /**
     * Looks at what was set.
     *
     * @throws IllegalArgumentException when something of it is out of range
     */
    public void check() {
        check("--rate", ratePerSecond, RATE_MAX);
        check("--max-rate", maxRatePerSecond, RATE_MAX);
        check("--seconds", seconds, SECONDS_MAX);
        check("--warmup", warmupSeconds, SECONDS_MAX);
        check("--warmup-rate", warmupRatePerSecond, RATE_MAX);
        check("--batch", batch, BATCH_MAX);
        check("--connections", connections, CONNECTIONS_MAX);
        check("--tenants", tenants, TENANTS_MAX);
        check("--clients", clients, CONNECTIONS_MAX);
        check("--slow-clients", slowClients, CONNECTIONS_MAX);
        check("--restarts", restarts, 1_000);
        fleet();
    }

    /**
     * For a ramp that goes before: with steps of their own length, and nothing of what was set for the scenario itself.
     */
    public Dials ofRamp() {
        var ramp = new Dials();
        ramp.warmupSeconds = warmupSeconds;
        ramp.warmupRatePerSecond = warmupRatePerSecond;
        ramp.clientele = Clientele.POOLED;
        ramp.batch = batch;
        ramp.connections = connections;
        ramp.processes = processes;
        ramp.killMillis = 0;
        ramp.seed = 0;
        ramp.encoding = encoding;
        ramp.gzip = gzip;
        return ramp;
    }

    /** What the collector can do on this machine, 0 when unknown. */
    public double maxRatePerSecond() {
        return maxRatePerSecond;
    }

    double rateOr(double otherwise) {
        return ratePerSecond > 0 ? ratePerSecond : otherwise;
    }

    /** The rate asked for, else a share of the maximum, else what any machine can do. */
    double rateOrShare(double share, double maxRatePerSecond, double otherwise) {
        return rateOr(maxRatePerSecond > 0 ? maxRatePerSecond * share : otherwise);
    }

    int secondsOr(int otherwise) {
        return seconds > 0 ? seconds : otherwise;
    }

    int batchOr(int otherwise) {
        return batch > 0 ? batch : otherwise;
    }

    int connectionsOr(int otherwise) {
        return connections > 0 ? connections : otherwise;
    }

    int tenantsOr(int otherwise) {
        return tenants > 0 ? tenants : otherwise;
    }

    Clientele clienteleOr(Clientele otherwise) {
        return clientele != null ? clientele : otherwise;
    }

    int warmupSeconds() {
        return warmupSeconds;
    }

    double warmupRateOr(double otherwise) {
        return warmupRatePerSecond > 0 ? warmupRatePerSecond : otherwise;
    }

    int clientsOr(int otherwise) {
        return clients > 0 ? clients : otherwise;
    }

    int slowClients() {
        return slowClients;
    }

    int restarts() {
        return restarts;
    }

    Fleet fleet() {
        return new Fleet(processes, killMillis, seed);
    }

    Encoding encoding() {
        return encoding;
    }

    boolean gzip() {
        return gzip;
    }

    static void check(String option, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: 0 to %.0f)".formatted(option, Double.toString(value), max));
        }
    }
}
