// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.OperationSettings;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The one registry of the process, with the JVM's own figures beside those of the modules. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry served = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    private final MeterRegistry registry;

    Metrics() {
        this(OperationSettings.standard());
    }

    /**
     * Reads the file with headers, where there is one. Blocks.
     *
     * @throws io.deedbook.collector.config.ConfigurationException when that can't be read
     */
    Metrics(OperationSettings settings) {
        // alone where nobody else is told: a composite costs every increment twice
        registry = settings.metricsTo()
                .map(MetricsExport::start)
                .<MeterRegistry>map(this::both)
                .orElse(served);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        pressure.bindTo(registry);
    }

    private CompositeMeterRegistry both(MeterRegistry sent) {
        return new CompositeMeterRegistry(Clock.SYSTEM, List.of(served, sent));
    }

    /** Where modules register what they measure. */
    MeterRegistry registry() {
        return registry;
    }

    /** Everything in Prometheus' text format. Takes some milliseconds. */
    String scrape() {
        return served.scrape();
    }

    /** Sends the last state to whom it is sent; blocks for as long as that may take. */
    @Override
    public void close() {
        collections.close();
        pressure.close();
        registry.close();
        served.close();
    }
}
