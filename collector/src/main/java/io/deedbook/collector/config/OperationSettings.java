// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the process is operated: how many it serves, how it makes way for the next one, and who is told its metrics.
 *
 * @param connectionsMax that are open at once
 * @param reusePort whether another process of the same user may listen on the same port
 * @param drainDelayMillis from readiness turning red to the end of listening
 * @param drainDeadlineMillis how long open connections may then take to end by themselves
 * @param metricsTo where metrics are sent to, besides being served; empty for nowhere
 */
public record OperationSettings(
        int connectionsMax,
        boolean reusePort,
        long drainDelayMillis,
        long drainDeadlineMillis,
        Optional<MetricsTo> metricsTo) {
    private static final int CONNECTIONS_MIN = 10;
    private static final int CONNECTIONS_LIMIT = 1_000_000;
    private static final int MILLIS_MAX = 600_000;
    private static final int INTERVAL_MILLIS_MIN = 1_000;
    private static final int INTERVAL_MILLIS_MAX = 3_600_000;

    /**
     * An OTLP/HTTP receiver of metrics.
     *
     * @param url in full, mostly ending in {@code /v1/metrics}
     * @param headersFile with one {@code name: value} a line
     * @param intervalMillis from one export to the next
     */
    public record MetricsTo(URI url, Optional<Path> headersFile, long intervalMillis) {}

    /** Alone on the port, stopping at once, telling nobody. */
    public static OperationSettings standard() {
        return new OperationSettings(MemoryBudget.CONNECTIONS_DEFAULT_MAX, false, 0, 0, Optional.empty());
    }

    static OperationSettings of(Settings settings, long heapBytesMax) {
        return new OperationSettings(
                connectionsMax(settings, heapBytesMax),
                settings.truth(Setting.REUSE_PORT),
                settings.integer(Setting.DRAIN_DELAY_MS, 0, MILLIS_MAX),
                settings.integer(Setting.DRAIN_DEADLINE_MS, 0, MILLIS_MAX),
                metricsTo(settings));
    }

    private static int connectionsMax(Settings settings, long heapBytesMax) {
        return settings.text(Setting.CONNECTIONS_MAX).isPresent()
                ? (int) settings.integer(Setting.CONNECTIONS_MAX, CONNECTIONS_MIN, CONNECTIONS_LIMIT)
                : MemoryBudget.connectionsMax(heapBytesMax);
    }

    private static Optional<MetricsTo> metricsTo(Settings settings) {
        var headersFile = settings.text(Setting.METRICS_OTLP_HEADERS_FILE)
                .map(text -> settings.path(Setting.METRICS_OTLP_HEADERS_FILE));
        var interval = settings.integer(Setting.METRICS_OTLP_INTERVAL_MS, INTERVAL_MILLIS_MIN, INTERVAL_MILLIS_MAX);
        return settings.text(Setting.METRICS_OTLP_URL)
                .map(text -> new MetricsTo(url(settings, text), headersFile, interval));
    }

    private static URI url(Settings settings, String text) {
        try {
            var url = URI.create(text);
            var fine = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null;
            if (fine) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // said below, as for another scheme
        }
        throw settings.wrong(Setting.METRICS_OTLP_URL);
    }
}
