// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.OperationSettings.MetricsTo;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends the collector's own metrics to an OTLP/HTTP receiver, which may be another collector like this. On a thread of
 * its own, with time limits: when the receiver is away or slow, an export is lost, the log says so, and nothing else
 * happens. The figures are cumulative, so the next export tells what the lost one would have.
 */
final class MetricsExport implements OtlpConfig {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final MetricsTo to;
    private final Map<String, String> headers;
    private final String instance = UUID.randomUUID().toString();

    private MetricsExport(MetricsTo to, Map<String, String> headers) {
        this.to = to;
        this.headers = headers;
    }

    /** Starts to send. Reads the file with headers; blocks. */
    static OtlpMeterRegistry start(MetricsTo to) {
        var config =
                new MetricsExport(to, to.headersFile().map(HeadersFile::read).orElse(Map.of()));
        return OtlpMeterRegistry.builder(config)
                .clock(Clock.SYSTEM)
                .metricsSender(new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT_MAX, ANSWER_MAX)))
                .build();
    }

    @Override
    public @Nullable String get(String key) {
        // nothing is configured by properties
        return null;
    }

    @Override
    public String url() {
        return to.url().toString();
    }

    @Override
    public Duration step() {
        return Duration.ofMillis(to.intervalMillis());
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public Map<String, String> resourceAttributes() {
        return Map.of("service.name", "deedbook", "service.instance.id", instance);
    }
}
