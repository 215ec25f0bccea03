// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.event.Value;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The corners that neither the fixtures nor the properties reach. */
final class OtlpDecoderTest {
    private final OtlpDecoder decoder = new OtlpDecoder(DecodeLimits.DEFAULT);

    @Test
    void decode_takesAnEmptyProtobufBodyAsNoEvents() {
        assertThat(decoder.decode(Signal.LOGS, Encoding.PROTOBUF, new byte[0], 0))
                .isEmpty();
    }

    @Test
    void decode_refusesAnEmptyJsonBody() {
        assertThatThrownBy(() -> decoder.decode(Signal.LOGS, Encoding.JSON, new byte[0], 0))
                .isInstanceOf(MalformedExportException.class);
    }

    @Test
    void decode_doesNotAllocateWhatALengthClaims() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeTag(1, 2);
        out.writeUInt64NoTag(Long.MAX_VALUE);
        out.flush();

        assertThatThrownBy(() -> protobuf(bytes.toByteArray()))
                .isInstanceOf(MalformedExportException.class)
                .hasMessage("The body is not valid protobuf at byte 10.");
    }

    @Test
    void decode_saysThatAValueIsNestedTooDeeply() {
        var value = AnyValue.newBuilder().setIntValue(1).build();
        for (var level = 0; level < 90; level++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        var record = LogRecord.newBuilder().setBody(value).build();

        var depth = 0;
        var reached = ((Event.Log) protobuf(body(record)).get(0)).body();
        while (reached instanceof Value.Items items) {
            reached = items.items().get(0);
            depth++;
        }

        assertThat(reached).isEqualTo(new Value.Text("[nested too deeply]"));
        assertThat(depth).isEqualTo(DecodeLimits.DEFAULT.depthMax() - 1);
    }

    @Test
    void decode_survivesProtobufNestedAMillionTimes() {
        var group = new byte[1_000_000];
        Arrays.fill(group, (byte) (15 << 3 | 3));
        assertThatThrownBy(() -> protobuf(group)).isInstanceOf(MalformedExportException.class);
    }

    @Test
    void decode_survivesJsonNestedAMillionTimes() {
        var nested = "{\"unknown\":" + "[".repeat(1_000_000);
        assertThatThrownBy(() -> json(nested)).isInstanceOf(MalformedExportException.class);
    }

    @Test
    void decode_cutsJsonValuesWhereTheyAreNestedTooDeeply() {
        var value = "{\"arrayValue\":{\"values\":[".repeat(500) + "]}}".repeat(500);
        var log = (Event.Log) json(logs("{\"body\":" + value + "}")).get(0);
        assertThat(log.body().toString()).contains("[nested too deeply]");
    }

    @Test
    void decode_replacesWhatPostgresCannotStore() {
        var body = body(LogRecord.newBuilder()
                .addAttributes(KeyValue.newBuilder().setKey("kxyz"))
                .build());
        // the generated builders refuse what follows
        var at = new String(body, StandardCharsets.ISO_8859_1).indexOf("xyz");
        body[at] = (byte) 0xC3;
        body[at + 1] = 0;
        body[at + 2] = (byte) 0xFF;

        var log = protobuf(body).get(0);

        assertThat(log.attributes().key(0)).isEqualTo("k\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void decode_replacesLoneSurrogatesOfJson() {
        var log = (Event.Log)
                json(logs("{\"severityText\":\"a\\ud800b\\u0000c\\udc00\",\"eventName\":\"\\ud83d\\ude00\"}"))
                        .get(0);
        assertThat(log.severityText()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(log.eventName()).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void decode_replacesMalformedUtf8OfJson() {
        var body = logs("{\"severityText\":\"a\u00ffb\"}").getBytes(StandardCharsets.ISO_8859_1);
        var log = (Event.Log)
                decoder.decode(Signal.LOGS, Encoding.JSON, body, body.length).get(0);
        assertThat(log.severityText()).isEqualTo("a\uFFFDb");
    }

    @Test
    void decode_readsAResourceThatComesAfterItsEvents() {
        var events = json("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}],\"scope\":{\"name\":\"s\"}}],"
                + "\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"}}]}}]}");
        assertThat(events.get(0).origin().scopeName()).isEqualTo("s");
        assertThat(events.get(0).origin().resource().text("k")).isEqualTo("v");
    }

    @Test
    void decode_readsOneOriginForAllEventsOfAScope() {
        var events = json(logs("{},{}"));
        assertThat(events.get(0).origin()).isSameAs(events.get(1).origin());
    }

    @Test
    void decode_readsNumbersAndEnumsHoweverSendersWriteThem() {
        var log = (Event.Log) json(logs("{\"timeUnixNano\":1.795235685976e18,\"observedTimeUnixNano\":\"7\","
                        + "\"severityNumber\":\"SEVERITY_NUMBER_WARN\",\"droppedAttributesCount\":null,"
                        + "\"traceId\":\"5B8EFFF798038103D269B633813FC60C\",\"spanId\":\"0000000000000000\","
                        + "\"attributes\":[{\"key\":\"i\",\"value\":{\"intValue\":\"no number\"}},"
                        + "{\"key\":\"d\",\"value\":{\"doubleValue\":\"-Infinity\"}},"
                        + "{\"key\":\"b\",\"value\":{\"bytesValue\":\"_-8\"}}]}"))
                .get(0);
        assertThat(log.timeUnixNanos()).isEqualTo(1_795_235_685_976_000_000L);
        assertThat(log.observedTimeUnixNanos()).isEqualTo(7);
        assertThat(log.severityNumber()).isEqualTo(13);
        assertThat(log.traceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(log.spanId()).isEmpty();
        assertThat(log.attributes().get("i")).isEqualTo(new Value.Text("no number"));
        assertThat(log.attributes().get("d")).isEqualTo(new Value.Decimal(Double.NEGATIVE_INFINITY));
        assertThat(((Value.Bytes) log.attributes().get("b")).bytes()).containsExactly(0xFF, 0xEF);
    }

    @Test
    void decode_tellsWhereTheJsonIsWrongAndNothingOfIt() {
        assertThatThrownBy(() -> json("{\"resourceLogs\": \"jane.doe@example.com\"}"))
                .hasMessage("The JSON is no OTLP export: expected an array at line 1, column 18.");
        assertThatThrownBy(() -> json("{\"resourceLogs\": jane.doe}"))
                .hasMessageStartingWith("The body is not valid JSON at line 1, column")
                .hasMessageNotContaining("jane");
    }

    @Test
    void decode_ignoresSnakeCaseNames() {
        assertThat(json("{\"resource_logs\":[{}]}")).isEmpty();
    }

    @Test
    void decode_countsAttributesBeyondTheLimitAsDropped() {
        var record = LogRecord.newBuilder().setDroppedAttributesCount(3);
        for (var number = 0; number < 7; number++) {
            record.addAttributes(KeyValue.newBuilder().setKey("k" + number));
        }
        var limited = new OtlpDecoder(new DecodeLimits(1, 100, 5, 32));
        var body = body(record.build());

        var log = (Event.Log) limited.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length)
                .get(0);

        assertThat(log.attributes().count()).isEqualTo(5);
        assertThat(log.droppedAttributesCount()).isEqualTo(5);
    }

    @Test
    void decode_refusesMoreEventsThanTheLimit() {
        var limited = new OtlpDecoder(new DecodeLimits(2, 100, 5, 32));
        var body = body(LogRecord.getDefaultInstance(), LogRecord.getDefaultInstance(), LogRecord.getDefaultInstance());
        assertThatThrownBy(() -> limited.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length))
                .isInstanceOf(MalformedExportException.class)
                .hasMessageContaining("more than 2 log records");
    }

    @Test
    void decode_refusesMoreValuesThanTheLimit() {
        var array = ArrayValue.newBuilder();
        for (var number = 0; number < 200; number++) {
            array.addValues(AnyValue.getDefaultInstance());
        }
        var limited = new OtlpDecoder(new DecodeLimits(2, 100, 5, 32));
        var body = body(LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setArrayValue(array))
                .build());
        assertThatThrownBy(() -> limited.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length))
                .isInstanceOf(MalformedExportException.class)
                .hasMessageContaining("more than 100 attribute values");
    }

    @Test
    void decode_asksForTheRoomOfWhatEachRecordRepeats() {
        var resource = "\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"" + "x".repeat(5_000)
                + "\"}}]},";
        var body = logs("{},{},{},{}")
                .replace("\"scopeLogs\"", resource + "\"scopeLogs\"")
                .getBytes(StandardCharsets.UTF_8);
        var asked = new ArrayList<Long>();

        decoder.decode(Signal.LOGS, Encoding.JSON, body, body.length, asked::add);

        assertThat(asked).singleElement().satisfies(bytes -> assertThat(bytes).isBetween(25_000L, 33_000L));
    }

    @Test
    void decode_endsWhereThereIsNoRoom() {
        var body = body(LogRecord.getDefaultInstance(), LogRecord.getDefaultInstance(), LogRecord.getDefaultInstance());
        assertThatThrownBy(() -> decoder.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length, bytes -> {
                    throw new IllegalStateException("no room for " + bytes);
                }))
                .hasMessageStartingWith("no room for ");
    }

    private List<Event> protobuf(byte[] body) {
        return decoder.decode(Signal.LOGS, Encoding.PROTOBUF, body, body.length);
    }

    private List<Event> json(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(Signal.LOGS, Encoding.JSON, bytes, bytes.length);
    }

    private static String logs(String records) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + records + "]}]}]}";
    }

    private static byte[] body(LogRecord... records) {
        var request = ExportLogsServiceRequest.newBuilder();
        request.addResourceLogsBuilder().addScopeLogsBuilder().addAllLogRecords(List.of(records));
        return request.build().toByteArray();
    }
}
