// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** {@code ExportLogsServiceRequest} in JSON as the client writes it: integers as numbers, times as strings. */
final class JsonFraming implements Tape.Framing {
    private static final byte[] HEAD = """
            {"resourceLogs":[{"resource":{"attributes":[\
            {"key":"host.arch","value":{"stringValue":"amd64"}},\
            {"key":"os.type","value":{"stringValue":"linux"}},\
            {"key":"service.name","value":{"stringValue":"claude-code"}},\
            {"key":"service.version","value":{"stringValue":"2.1.329"}}],"droppedAttributesCount":0},\
            "scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events","version":"2.1.329"},"logRecords":[""".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}]}]}".getBytes(StandardCharsets.UTF_8);

    /** Each with a comma before it. */
    static Records records(int count) {
        var encoded = new ArrayList<byte[]>();
        for (var sequence = 0; sequence < count; sequence++) {
            var shape = Script.shape(sequence);
            encoded.add((",{\"timeUnixNano\":\"" + Records.TIME + "\",\"observedTimeUnixNano\":\"" + Records.OBSERVED
                            + "\",\"body\":{\"stringValue\":\"claude_code." + shape.name() + "\"},\"attributes\":["
                            + shape.json()
                            + "{\"key\":\"session.id\",\"value\":{\"stringValue\":\"" + Records.SESSION
                            + "\"}},{\"key\":\"event.timestamp\",\"value\":{\"stringValue\":\"" + Records.STAMP
                            + "\"}},{\"key\":\"event.sequence\",\"value\":{\"intValue\":" + sequence
                            + "}}],\"droppedAttributesCount\":0}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return new Records(encoded, false);
    }

    @Override
    public int size(int recordBytes) {
        return HEAD.length + recordBytes + TAIL.length;
    }

    @Override
    public int head(byte[] body, int recordBytes) {
        System.arraycopy(HEAD, 0, body, 0, HEAD.length);
        return HEAD.length;
    }

    @Override
    public void tail(byte[] body, int at) {
        System.arraycopy(TAIL, 0, body, at, TAIL.length);
    }

    @Override
    public int separatorBytes() {
        return 1;
    }
}
