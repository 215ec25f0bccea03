// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TapeTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final long NANOS = 1_795_235_681_538_123_456L;

    @Test
    void protobuf_isReadByTheGeneratedClasses() throws Exception {
        var request = ExportLogsServiceRequest.parseFrom(body(Encoding.PROTOBUF));
        var resource = request.getResourceLogs(0);
        var records = resource.getScopeLogs(0).getLogRecordsList();

        assertThat(request.getResourceLogsCount()).isOne();
        assertThat(resource.getResource().getAttributesList())
                .extracting(KeyValue::getKey)
                .contains("service.name", "service.version");
        assertThat(resource.getScopeLogs(0).getScope().getName()).isEqualTo("com.anthropic.claude_code.events");
        assertThat(records).hasSize(60).allSatisfy(record -> {
            assertThat(record.getObservedTimeUnixNano()).isEqualTo(record.getTimeUnixNano());
            assertThat(record.getBody().getStringValue()).isEqualTo("claude_code." + text(record, "event.name"));
            assertThat(text(record, "session.id")).isEqualTo(SESSION);
            assertThat(text(record, "event.timestamp")).isEqualTo("2026-11-21T04:34:41.538Z");
        });
        assertThat(records)
                .extracting(LogRecord::getTimeUnixNano)
                .startsWith(NANOS, NANOS + 1)
                .endsWith(NANOS + 59);
        assertThat(records)
                .extracting(
                        record -> attribute(record, "event.sequence").getValue().getIntValue())
                .startsWith(40L, 41L)
                .endsWith(99L);
        assertThat(records)
                .extracting(record -> text(record, "event.name"))
                .contains("user_prompt", "api_request", "tool_decision", "tool_result", "assistant_response");
    }

    @Test
    void json_saysTheSameAsProtobuf() throws Exception {
        var expected = ExportLogsServiceRequest.parseFrom(body(Encoding.PROTOBUF))
                .getResourceLogs(0)
                .getScopeLogs(0)
                .getLogRecordsList();

        assertThat(keysAndValues(body(Encoding.JSON)))
                .containsSubsequence(expected.stream()
                        .flatMap(record -> record.getAttributesList().stream())
                        .map(TapeTest::written)
                        .toList());
    }

    @Test
    void events_haveTheSizeOfRealOnes() {
        var body = Tape.of(Encoding.PROTOBUF).body(0, 100, SESSION, NANOS);

        assertThat(body.length / 100).isBetween(700, 1_500);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void body_isTheSameForARetry(Encoding encoding) {
        var tape = Tape.of(encoding);
        var first = tape.body(499, 1, SESSION, NANOS);
        tape.body(0, Tape.EVENTS, SESSION, NANOS + 1);

        assertThat(tape.body(499, 1, SESSION, NANOS)).isEqualTo(first);
    }

    private static byte[] body(Encoding encoding) {
        return Tape.of(encoding).body(40, 60, SESSION, NANOS);
    }

    /** Each key with the value behind it, in the order of the body. */
    private static List<String> keysAndValues(byte[] body) throws Exception {
        var pairs = new ArrayList<String>();
        var key = "";
        try (var parser = new JsonFactory().createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (!token.isScalarValue()) {
                    continue;
                }
                if (parser.currentName() != null && parser.currentName().equals("key")) {
                    key = parser.getText();
                } else if (parser.currentName() != null && parser.currentName().endsWith("Value")) {
                    assertThat(token == JsonToken.VALUE_NUMBER_INT)
                            .isEqualTo(parser.currentName().equals("intValue"));
                    pairs.add(key + '=' + parser.getText());
                }
            }
        }
        return pairs;
    }

    private static String written(KeyValue pair) {
        var value = pair.getValue();
        return pair.getKey()
                + '='
                + switch (value.getValueCase()) {
                    case STRING_VALUE -> value.getStringValue();
                    case INT_VALUE -> Long.toString(value.getIntValue());
                    case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
                    default -> throw new AssertionError(value.getValueCase());
                };
    }

    private static String text(LogRecord record, String key) {
        return attribute(record, key).getValue().getStringValue();
    }

    private static KeyValue attribute(LogRecord record, String key) {
        return record.getAttributesList().stream()
                .filter(pair -> pair.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
