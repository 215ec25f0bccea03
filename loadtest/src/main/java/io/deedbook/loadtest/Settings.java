// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import java.net.URI;

/**
 * What to load, and how much.
 *
 * @param url base URL of the collector
 * @param key API key with the scopes ingest and read
 * @param ratePerSecond events a second, sent whatever the collector does
 * @param batch events a request
 * @param warmupSeconds sent before the measured seconds
 * @param connections the most connections to open
 * @param settleSeconds how long an acknowledged event may take to show: a collector without its database answers from a spool
 * @param json OTLP/JSON rather than protobuf
 * @param pid of the collector, 0 when unknown
 * @param postgresPid of the postmaster, 0 when unknown
 */
record Settings(
        URI url,
        String key,
        int ratePerSecond,
        int batch,
        int seconds,
        int warmupSeconds,
        int connections,
        int settleSeconds,
        boolean json,
        long pid,
        long postgresPid) {
    private static final int RATE_MAX = 1_000_000;
    private static final int BATCH_MAX = 10_000;
    private static final int SECONDS_MAX = 24 * 3_600;
    private static final int CONNECTIONS_MAX = 10_000;

    Settings {
        check("--rate", ratePerSecond, 1, RATE_MAX);
        check("--batch", batch, 1, BATCH_MAX);
        check("--seconds", seconds, 1, SECONDS_MAX);
        check("--warmup", warmupSeconds, 0, SECONDS_MAX);
        check("--settle", settleSeconds, 0, SECONDS_MAX);
        check("--connections", connections, 1, CONNECTIONS_MAX);
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("--url: " + url + " (expected: http://host:port)");
        }
    }

    /** The whole URL of a path of the API, which begins with a slash. */
    String absolute(String path) {
        var base = url.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    /** From one request to the next. */
    long intervalNanos() {
        return Math.max(1, Math.round(1e9 * batch / ratePerSecond));
    }

    /** How many requests are to be sent, warm-up included. */
    long requestCount() {
        return Math.max(1, Math.round((double) (seconds + warmupSeconds) * ratePerSecond / batch));
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
