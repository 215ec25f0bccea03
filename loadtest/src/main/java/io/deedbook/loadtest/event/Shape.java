// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;

/**
 * One event of the script: what all its copies have in common, encoded once, so that the generator leaves the machine
 * to the collector. Fields of a protobuf message may come in any order, so the rest is appended.
 *
 * @param protobuf fields of a {@code LogRecord}
 * @param json members of its {@code attributes}, each with a comma behind
 */
public record Shape(String name, byte[] protobuf, String json) {
    /** The event {@code name} with these attributes: key, value, key, value… */
    static Shape of(String name, Object... attributes) {
        var record = LogRecord.newBuilder().setBody(AnyValue.newBuilder().setStringValue("claude_code." + name));
        var json = new StringBuilder();
        add(record, json, "event.name", name);
        for (var at = 0; at < attributes.length; at += 2) {
            add(record, json, (String) attributes[at], attributes[at + 1]);
        }
        return new Shape(name, record.build().toByteArray(), json.toString());
    }

    private static void add(LogRecord.Builder record, StringBuilder json, String key, Object value) {
        var any = AnyValue.newBuilder();
        json.append("{\"key\":\"").append(key).append("\",\"value\":{");
        if (value instanceof String text) {
            any.setStringValue(text);
            json.append("\"stringValue\":\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(text))
                    .append('"');
        } else if (value instanceof Integer number) {
            any.setIntValue(number);
            json.append("\"intValue\":").append(number);
        } else if (value instanceof Double number) {
            any.setDoubleValue(number);
            json.append("\"doubleValue\":").append(number);
        } else {
            any.setBoolValue((Boolean) value);
            json.append("\"boolValue\":").append(value);
        }
        json.append("}},");
        record.addAttributes(KeyValue.newBuilder().setKey(key).setValue(any));
    }
}
