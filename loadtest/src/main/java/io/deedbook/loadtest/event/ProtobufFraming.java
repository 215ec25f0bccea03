// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;

/** {@code ExportLogsServiceRequest} in protobuf, as the client sends it by default. */
final class ProtobufFraming implements Tape.Framing {
    private static final byte[] RESOURCE = ResourceLogs.newBuilder()
            .setResource(Resource.newBuilder()
                    .addAttributes(text("host.arch", "amd64"))
                    .addAttributes(text("os.type", "linux"))
                    .addAttributes(text("service.name", "claude-code"))
                    .addAttributes(text("service.version", "2.1.329")))
            .build()
            .toByteArray();
    private static final byte[] SCOPE = ScopeLogs.newBuilder()
            .setScope(InstrumentationScope.newBuilder()
                    .setName("com.anthropic.claude_code.events")
                    .setVersion("2.1.329"))
            .build()
            .toByteArray();

    private static final int RESOURCE_LOGS = 1; // of ExportLogsServiceRequest
    private static final int SCOPE_LOGS = ResourceLogs.SCOPE_LOGS_FIELD_NUMBER;
    private static final int LOG_RECORDS = ScopeLogs.LOG_RECORDS_FIELD_NUMBER;

    /** Each with its tag and length, ready to stand in a {@code ScopeLogs}. */
    static Records records(int count) {
        var encoded = new ArrayList<byte[]>();
        for (var sequence = 0; sequence < count; sequence++) {
            var shape = Script.shape(sequence).protobuf();
            var own = own(sequence);
            var out = new ByteArrayOutputStream();
            var coded = CodedOutputStream.newInstance(out);
            try {
                start(coded, LOG_RECORDS, shape.length + own.length);
                coded.writeRawBytes(shape);
                coded.writeRawBytes(own);
                coded.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            encoded.add(out.toByteArray());
        }
        return new Records(encoded, true);
    }

    /** What is not the same in all events of a shape. Fields of a message may come in any order. */
    private static byte[] own(int sequence) {
        return LogRecord.newBuilder()
                .setTimeUnixNano(Records.TIME)
                .setObservedTimeUnixNano(Records.OBSERVED)
                .addAttributes(text("session.id", Records.SESSION))
                .addAttributes(text("event.timestamp", Records.STAMP))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("event.sequence")
                        .setValue(AnyValue.newBuilder().setIntValue(sequence)))
                .build()
                .toByteArray();
    }

    @Override
    public int size(int recordBytes) {
        return nested(RESOURCE_LOGS, resourceSize(recordBytes));
    }

    @Override
    public int head(byte[] body, int recordBytes) {
        var out = CodedOutputStream.newInstance(body);
        try {
            start(out, RESOURCE_LOGS, resourceSize(recordBytes));
            out.writeRawBytes(RESOURCE);
            start(out, SCOPE_LOGS, SCOPE.length + recordBytes);
            out.writeRawBytes(SCOPE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.length - out.spaceLeft();
    }

    @Override
    public void tail(byte[] body, int at) {
        // the lengths at the head say where it ends
    }

    @Override
    public int separatorBytes() {
        return 0;
    }

    private static int resourceSize(int recordBytes) {
        return RESOURCE.length + nested(SCOPE_LOGS, SCOPE.length + recordBytes);
    }

    private static int nested(int field, int size) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    private static void start(CodedOutputStream out, int field, int size) throws IOException {
        out.writeTag(field, 2); // wire type 2: length and bytes follow
        out.writeUInt32NoTag(size);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
