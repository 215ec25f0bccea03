// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.scenario;

import io.deedbook.loadtest.event.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about a scenario.
 *
 * @param ratePerSecond events a second; 0 leaves it to the scenario
 * @param maxRatePerSecond what the collector can do on this machine, 0 when unknown
 * @param seconds length of the main phase; 0 leaves it to the scenario
 * @param warmupSeconds before it
 * @param warmupRatePerSecond events a second then; 0 for those of what follows
 * @param batch events a request of pooled clients, 0 leaves it to the scenario
 * @param connections of pooled clients, 0 leaves it to the scenario
 * @param tenants 0 leaves it to the scenario
 * @param clients how many real clients, 0 for as many as send about 100 events each time
 * @param clientele null leaves it to the scenario
 * @param slowClients beside the load in the scenario slow-clients
 * @param restarts in the scenario rolling-restart
 * @param fleet the collectors of our own
 */
public record Dials(
        double ratePerSecond,
        double maxRatePerSecond,
        int seconds,
        int warmupSeconds,
        double warmupRatePerSecond,
        int batch,
        int connections,
        int tenants,
        int clients,
        @Nullable Clientele clientele,
        int slowClients,
        int restarts,
        Fleet fleet,
        Encoding encoding,
        boolean gzip) {
    private static final double RATE_MAX = 1_000_000;
    private static final int BATCH_MAX = 500;
    private static final int SECONDS_MAX = 7 * 24 * 3_600;
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int TENANTS_MAX = 10_000;

    public Dials {
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
    }

    /** The same with a maximum that was found meanwhile. */
    public Dials withMaxRate(double found) {
        return new Dials(
                ratePerSecond,
                found,
                seconds,
                warmupSeconds,
                warmupRatePerSecond,
                batch,
                connections,
                tenants,
                clients,
                clientele,
                slowClients,
                restarts,
                fleet,
                encoding,
                gzip);
    }

    double rateOr(double otherwise) {
        return ratePerSecond > 0 ? ratePerSecond : otherwise;
    }

    /** The rate asked for, else a share of the maximum, else what any machine can do. */
    double rateOrShare(double share, double otherwise) {
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

    static void check(String option, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: 0 to %.0f)".formatted(option, Double.toString(value), max));
        }
    }
}
