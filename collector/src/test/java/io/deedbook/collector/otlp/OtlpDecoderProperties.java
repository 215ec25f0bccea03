// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.fixtures.GeneratedDecoder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever can be encoded is decoded to the same, and whatever can't is refused and nothing worse. */
final class OtlpDecoderProperties {
    private final OtlpDecoder decoder = new OtlpDecoder(DecodeLimits.DEFAULT);

    @Property(tries = 300)
    void decode_givesBackWhatProtobufEncoded(@ForAll Signal signal, @ForAll long seed) {
        var message = RandomExport.of(signal, seed);
        var body = message.toByteArray();

        var events = decoder.decode(signal, Encoding.PROTOBUF, body, body.length);

        assertThat(events)
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(oracle(message));
    }

    @Property(tries = 300)
    void decode_givesBackWhatJsonEncoded(@ForAll Signal signal, @ForAll long seed) {
        var message = RandomExport.of(signal, seed);
        var body = JsonWriting.json(message, seed);

        var events = decoder.decode(signal, Encoding.JSON, body, body.length);

        assertThat(events)
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(oracle(message));
    }

    @Property(tries = 2_000)
    void decode_readsOrRefusesAnyBytes(
            @ForAll Signal signal, @ForAll Encoding encoding, @ForAll @Size(max = 200) byte[] body) {
        decodeOrRefuse(signal, encoding, body, body.length);
    }

    @Property(tries = 1_000)
    void decode_readsOrRefusesATruncatedBody(@ForAll Signal signal, @ForAll Encoding encoding, @ForAll long seed) {
        var body = encoded(signal, encoding, seed);
        decodeOrRefuse(signal, encoding, body, new Random(seed).nextInt(body.length + 1));
    }

    @Property(tries = 2_000)
    void decode_readsOrRefusesAMutatedBody(@ForAll Signal signal, @ForAll Encoding encoding, @ForAll long seed) {
        var body = encoded(signal, encoding, seed);
        var random = new Random(seed);
        for (var left = random.nextInt(8); left >= 0 && body.length > 0; left--) {
            var from = random.nextInt(body.length);
            switch (random.nextInt(3)) {
                case 0 -> body[from] = (byte) random.nextInt();
                case 1 -> body[from] ^= (byte) (1 << random.nextInt(8));
                default -> Arrays.fill(body, from, Math.min(body.length, from + 10), (byte) 0xFF);
            }
        }
        decodeOrRefuse(signal, encoding, body, body.length);
    }

    @Property(tries = 1_000)
    void decode_readsOrRefusesJsonOfAnotherShape(@ForAll Signal signal, @ForAll long seed) {
        var words = List.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "null",
                "true",
                "1",
                "-1e999",
                "\"x\"",
                "\"resourceLogs\"",
                "\"scopeLogs\"",
                "\"logRecords\"",
                "\"attributes\"",
                "\"value\"",
                "\"intValue\"",
                "\"\\ud800\"");
        var random = new Random(seed);
        var json = new StringBuilder("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[");
        for (var left = random.nextInt(30); left > 0; left--) {
            json.append(words.get(random.nextInt(words.size())));
        }
        var body = json.toString().getBytes(StandardCharsets.UTF_8);
        decodeOrRefuse(signal, Encoding.JSON, body, body.length);
    }

    private void decodeOrRefuse(Signal signal, Encoding encoding, byte[] body, int size) {
        try {
            assertThat(decoder.decode(signal, encoding, body, size)).doesNotContainNull();
        } catch (MalformedExportException e) {
            assertThat(e).hasMessageMatching("(?s)The .+\\.");
        }
    }

    private static byte[] encoded(Signal signal, Encoding encoding, long seed) {
        var message = RandomExport.of(signal, seed);
        return encoding == Encoding.PROTOBUF ? message.toByteArray() : JsonWriting.json(message, seed);
    }

    private static List<Event> oracle(Message message) {
        if (message instanceof ExportLogsServiceRequest logs) {
            return GeneratedDecoder.logs(logs);
        }
        if (message instanceof ExportTraceServiceRequest traces) {
            return GeneratedDecoder.traces(traces);
        }
        return GeneratedDecoder.metrics((ExportMetricsServiceRequest) message);
    }
}
