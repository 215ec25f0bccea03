// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.fixtures.Fixture;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * What decoding costs in CPU time, beside the generated classes: their {@code parseFrom}, which leaves strings as bytes
 * and makes no events yet, and the reading of their strings and values, without which nothing can be done with them.
 * Started by hand: {@code java -cp … io.deedbook.collector.otlp.DecodeBenchmark}.
 */
final class DecodeBenchmark {
    private static final int WARM_UP_CALLS = 20_000;
    private static final int ROUNDS = 15;
    private static final int CALLS = 1_000;

    private DecodeBenchmark() {}

    public static void main(String[] args) {
        var protobuf = largestLogs("tools-protobuf");
        var json = largestLogs("tools-json");
        var decoder = new OtlpDecoder(DecodeLimits.DEFAULT);
        measure(
                "protobuf, events",
                protobuf,
                body -> decoder.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length)
                        .size());
        measure("protobuf, generated parseFrom", protobuf, DecodeBenchmark::parse);
        measure("protobuf, generated and read", protobuf, DecodeBenchmark::parseAndRead);
        measure(
                "JSON, events",
                json,
                body -> decoder.decode(Signal.LOGS, Encoding.JSON, body, body.length)
                        .size());
    }

    private static int parse(byte[] body) {
        try {
            return ExportLogsServiceRequest.parseFrom(body).getResourceLogsCount();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int parseAndRead(byte[] body) {
        try {
            var seen = 0;
            for (var resource : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
                for (var scope : resource.getScopeLogsList()) {
                    for (var log : scope.getLogRecordsList()) {
                        seen += log.getBody().getStringValue().length();
                        for (var attribute : log.getAttributesList()) {
                            seen += attribute.getKey().length();
                            seen += attribute.getValue().getStringValue().length();
                        }
                    }
                }
            }
            return seen;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void measure(String name, Fixture fixture, ToIntFunction<byte[]> decode) {
        var body = fixture.body();
        var threads = ManagementFactory.getThreadMXBean();
        var nanosPerCall = new long[ROUNDS];
        var seen = 0L;
        for (var call = 0; call < WARM_UP_CALLS; call++) {
            seen += decode.applyAsInt(body);
        }
        for (var round = 0; round < ROUNDS; round++) {
            var start = threads.getCurrentThreadCpuTime();
            for (var call = 0; call < CALLS; call++) {
                seen += decode.applyAsInt(body);
            }
            nanosPerCall[round] = (threads.getCurrentThreadCpuTime() - start) / CALLS;
        }
        if (seen == 0) {
            throw new IllegalStateException("events: 0 (expected: some)");
        }
        Arrays.sort(nanosPerCall);
        var events = fixture.events().size();
        System.out.printf(
                Locale.ROOT,
                "%-30s %6d bytes %4d events: median %.2f, best %.2f us of CPU an event%n",
                name,
                body.length,
                events,
                nanosPerCall[ROUNDS / 2] / 1e3 / events,
                nanosPerCall[0] / 1e3 / events);
    }

    private static Fixture largestLogs(String scenario) {
        return Fixture.of(scenario).stream()
                .filter(fixture -> fixture.signal() == Signal.LOGS)
                .max(Comparator.comparingInt(fixture -> fixture.body().length))
                .orElseThrow();
    }
}
