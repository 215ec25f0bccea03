// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that we did not write exports all three signals, and each event is a record. */
final class OpenTelemetrySdkIT {
    private static final int COUNT = 700;

    @TempDir
    private static Path dataDir;

    private static LedgerServer server;

    @BeforeAll
    static void start() {
        server = new LedgerServer(dataDir);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void logs_areRecorded(String compression) {
        var tenant = server.tenant("logs-" + compression);
        var exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(server.url() + "/v1/logs")
                .addHeader("x-api-key", server.ingestKey(tenant))
                .setCompression(compression)
                .build();
        try (var provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter).build())
                .build()) {
            var logger = provider.get("io.deedbook.test");
            for (var number = 0; number < COUNT; number++) {
                logger.logRecordBuilder()
                        .setBody(Value.of("tool_result"))
                        .setAttribute(AttributeKey.stringKey("event.name"), "tool_result")
                        .setAttribute(AttributeKey.stringKey("session.id"), "session-" + number)
                        .setAttribute(AttributeKey.doubleKey("cost_usd"), 0.25)
                        .emit();
            }
            assertSent(provider.forceFlush());
        }
        assertThat(server.records(tenant))
                .hasSize(COUNT)
                .allSatisfy(record -> assertThat(record.text(Field.EVENT)).isEqualTo("tool_result"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void spans_areRecorded(String compression) {
        var tenant = server.tenant("spans-" + compression);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(server.url() + "/v1/otlp/v1/traces")
                .addHeader("Authorization", "Bearer " + server.ingestKey(tenant))
                .setCompression(compression)
                .build();
        try (var provider = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build()) {
            var tracer = provider.get("io.deedbook.test", "1.2.3");
            for (var number = 0; number < COUNT; number++) {
                var span = tracer.spanBuilder("llm_request")
                        .setSpanKind(SpanKind.CLIENT)
                        .startSpan();
                span.addEvent("gen_ai.request.attempt");
                span.end();
            }
            assertSent(provider.forceFlush());
        }
        assertThat(server.records(tenant)).hasSize(COUNT).allSatisfy(record -> {
            assertThat(record.text(Field.TRACE_ID)).hasSize(32);
            assertThat(record.text(Field.SPAN_ID)).hasSize(16);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void metrics_areRecorded(String compression) {
        var tenant = server.tenant("metrics-" + compression);
        var exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(server.url() + "/v1/metrics")
                .addHeader("x-api-key", server.ingestKey(tenant))
                .setCompression(compression)
                .build();
        try (var provider = SdkMeterProvider.builder()
                .registerMetricReader(PeriodicMetricReader.builder(exporter).build())
                .build()) {
            var meter = provider.get("io.deedbook.test");
            meter.counterBuilder("claude_code.session.count").build().add(1);
            meter.histogramBuilder("latency").build().record(12.5);
            assertSent(provider.forceFlush());
            assertThat(server.records(tenant)).hasSize(2);
        }
    }

    private static void assertSent(CompletableResultCode flushed) {
        assertThat(flushed.join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
}
