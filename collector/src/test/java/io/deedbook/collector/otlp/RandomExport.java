// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.deedbook.pipeline.event.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.Random;

/** Makes export requests of everything that their descriptors allow, the same for the same seed. */
final class RandomExport {
    private static final int DEPTH_MAX = 14;
    private static final double[] DOUBLES = {
        0, -0.0, 1.5, -2.25e-300, 1e18, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final long[] LONGS = {
        0, 1, -1, 127, 128, 300, 1_795_235_685_976_000_000L, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final String[] TEXTS = {
        "",
        "user.id",
        "session.id",
        "a\u0000b",
        "grüße",
        "汉字",
        "\uD83D\uDE00",
        "\"quoted\"\\\n\t",
        "x".repeat(64),
        "y".repeat(300)
    };

    private final Random random;

    private RandomExport(long seed) {
        random = new Random(seed);
    }

    static Message of(Signal signal, long seed) {
        var builder = switch (signal) {
            case LOGS -> ExportLogsServiceRequest.newBuilder();
            case TRACES -> ExportTraceServiceRequest.newBuilder();
            case METRICS -> ExportMetricsServiceRequest.newBuilder();
        };
        return new RandomExport(seed).fill(builder, 0);
    }

    private Message fill(Message.Builder builder, int depth) {
        for (var field : builder.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                for (var left = count(field, depth); left > 0; left--) {
                    builder.addRepeatedField(field, value(builder, field, depth));
                }
            } else if (random.nextInt(4) > 0 && !isTooDeep(field, depth)) {
                builder.setField(field, value(builder, field, depth));
            }
        }
        return builder.build();
    }

    private int count(FieldDescriptor field, int depth) {
        return isTooDeep(field, depth) ? 0 : depth < 3 ? 1 + random.nextInt(2) : random.nextInt(3);
    }

    private static boolean isTooDeep(FieldDescriptor field, int depth) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= DEPTH_MAX;
    }

    private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> fill(builder.newBuilderForField(field), depth + 1);
            case BYTE_STRING -> bytes(field.getName());
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(30));
            case INT -> field.getType() == FieldDescriptor.Type.SINT32 ? random.nextInt() : random.nextInt() >>> 1;
            case LONG -> random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
            case DOUBLE -> random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextDouble();
            case FLOAT -> random.nextFloat();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }

    private ByteString bytes(String fieldName) {
        var size = switch (fieldName) {
            case "trace_id" -> 16;
            case "span_id", "parent_span_id" -> 8;
            default -> random.nextInt(20);
        };
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
