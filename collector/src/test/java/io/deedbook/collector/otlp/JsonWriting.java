// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Writes OTLP/JSON as senders may: members in any order, 64-bit integers as numbers or strings, members nobody knows.
 */
final class JsonWriting {
    private static final JsonFactory JSON = new JsonFactory();

    private final Random random;
    private final JsonGenerator out;

    private JsonWriting(long seed, JsonGenerator out) {
        random = new Random(seed);
        this.out = out;
    }

    static byte[] json(Message message, long seed) {
        var bytes = new ByteArrayOutputStream();
        try (var out = JSON.createGenerator(bytes)) {
            new JsonWriting(seed, out).write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(Message message) throws IOException {
        out.writeStartObject();
        unknownMember();
        List<FieldDescriptor> fields = new ArrayList<>(message.getAllFields().keySet());
        Collections.shuffle(fields, random);
        for (var field : fields) {
            out.writeFieldName(field.getJsonName());
            if (field.isRepeated()) {
                out.writeStartArray();
                for (var entry : (List<?>) message.getField(field)) {
                    write(field, entry);
                }
                out.writeEndArray();
            } else {
                write(field, message.getField(field));
            }
        }
        out.writeEndObject();
    }

    private void unknownMember() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> {
                out.writeObjectFieldStart("trace_id");
                out.writeNullField("attributes");
                out.writeEndObject();
            }
            case 1 -> out.writeNullField("attributes");
            default -> {
                // mostly none
            }
        }
    }

    private void write(FieldDescriptor field, Object value) throws IOException {
        switch (field.getJavaType()) {
            case MESSAGE -> write((Message) value);
            case BYTE_STRING -> writeBytes(field, (ByteString) value);
            case ENUM -> out.writeNumber(((EnumValueDescriptor) value).getNumber());
            case INT -> out.writeNumber((int) value);
            case LONG -> writeLong(field, (long) value);
            case DOUBLE -> out.writeNumber((double) value);
            case FLOAT -> out.writeNumber((float) value);
            case BOOLEAN -> out.writeBoolean((boolean) value);
            case STRING -> out.writeString((String) value);
        }
    }

    private void writeLong(FieldDescriptor field, long value) throws IOException {
        var signed = field.getType() == FieldDescriptor.Type.INT64 || field.getType() == FieldDescriptor.Type.SFIXED64;
        var digits = signed ? Long.toString(value) : Long.toUnsignedString(value);
        if (random.nextBoolean()) {
            out.writeNumber(digits);
        } else {
            out.writeString(digits);
        }
    }

    private void writeBytes(FieldDescriptor field, ByteString value) throws IOException {
        if (!field.getName().endsWith("_id")) {
            out.writeBinary(value.toByteArray());
            return;
        }
        var hex = random.nextBoolean() ? HexFormat.of() : HexFormat.of().withUpperCase();
        out.writeString(hex.formatHex(value.toByteArray()));
    }
}
