// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** {@code ExportLogsServiceRequest} in JSON as the client writes it: integers as numbers, times as strings. */
final class JsonEncoding implements Encoding {
    private static final int EVENT_CHARS_EXPECTED = 2_000;
    private static final String HEAD = """
            {"resourceLogs":[{"resource":{"attributes":[\
            {"key":"host.arch","value":{"stringValue":"amd64"}},\
            {"key":"os.type","value":{"stringValue":"linux"}},\
            {"key":"service.name","value":{"stringValue":"claude-code"}},\
            {"key":"service.version","value":{"stringValue":"2.1.329"}}],"droppedAttributesCount":0},\
            "scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events","version":"2.1.329"},"logRecords":[""";

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public Buffer encode(Batch batch) {
        var stamp = Instant.ofEpochMilli(batch.timeUnixMillis()).toString();
        var nanos = batch.timeUnixMillis() + "000000";
        var out = new StringBuilder(HEAD.length() + batch.count() * EVENT_CHARS_EXPECTED).append(HEAD);
        for (var at = 0; at < batch.count(); at++) {
            var shape = Script.shape(batch.first() + at);
            out.append(at == 0 ? "" : ",")
                    .append("{\"timeUnixNano\":\"")
                    .append(nanos)
                    .append("\",\"observedTimeUnixNano\":\"")
                    .append(nanos)
                    .append("\",\"body\":{\"stringValue\":\"claude_code.")
                    .append(shape.name())
                    .append("\"},\"attributes\":[")
                    .append(shape.json())
                    .append("{\"key\":\"session.id\",\"value\":{\"stringValue\":\"")
                    .append(batch.session().id())
                    .append("\"}},{\"key\":\"event.timestamp\",\"value\":{\"stringValue\":\"")
                    .append(stamp)
                    .append("\"}},{\"key\":\"event.sequence\",\"value\":{\"intValue\":")
                    .append(batch.first() + at)
                    .append("}}],\"droppedAttributesCount\":0}");
        }
        return Buffer.buffer(out.append("]}]}]}").toString());
    }
}
