// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** {@code ExportLogsServiceRequest} in protobuf, as the client sends it by default. */
final class ProtobufEncoding implements Encoding {
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

    @Override
    public String contentType() {
        return "application/x-protobuf";
    }

    @Override
    public Buffer encode(Batch batch) {
        var stamp = Instant.ofEpochMilli(batch.timeUnixMillis()).toString();
        var shapes = new byte[batch.count()][];
        var own = new byte[batch.count()][];
        var scopeSize = SCOPE.length;
        for (var at = 0; at < batch.count(); at++) {
            shapes[at] = Script.shape(batch.first() + at).protobuf();
            own[at] = own(batch, batch.first() + at, stamp);
            scopeSize += nested(LOG_RECORDS, shapes[at].length + own[at].length);
        }
        var resourceSize = RESOURCE.length + nested(SCOPE_LOGS, scopeSize);
        var body = new byte[nested(RESOURCE_LOGS, resourceSize)];
        try {
            var out = CodedOutputStream.newInstance(body);
            start(out, RESOURCE_LOGS, resourceSize);
            out.writeRawBytes(RESOURCE);
            start(out, SCOPE_LOGS, scopeSize);
            out.writeRawBytes(SCOPE);
            for (var at = 0; at < batch.count(); at++) {
                start(out, LOG_RECORDS, shapes[at].length + own[at].length);
                out.writeRawBytes(shapes[at]);
                out.writeRawBytes(own[at]);
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(body);
    }

    /** What makes the event different from all others. */
    private static byte[] own(Batch batch, int sequence, String stamp) {
        var nanos = batch.timeUnixMillis() * 1_000_000;
        return LogRecord.newBuilder()
                .setTimeUnixNano(nanos)
                .setObservedTimeUnixNano(nanos)
                .addAttributes(text("session.id", batch.session().id()))
                .addAttributes(text("event.timestamp", stamp))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("event.sequence")
                        .setValue(AnyValue.newBuilder().setIntValue(sequence)))
                .build()
                .toByteArray();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static int nested(int field, int size) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    private static void start(CodedOutputStream out, int field, int size) throws IOException {
        out.writeTag(field, 2); // wire type 2: length and bytes follow
        out.writeUInt32NoTag(size);
    }
}
