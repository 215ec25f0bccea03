// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static io.deedbook.collector.otlp.ProtobufCursor.FIXED64;
import static io.deedbook.collector.otlp.ProtobufCursor.LENGTH;
import static io.deedbook.collector.otlp.ProtobufCursor.VARINT;

import io.deedbook.pipeline.event.Value;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code AnyValue} and {@code KeyValue} messages. */
final class ProtobufValues {
    /** Stands where a value is nested past the limit. */
    static final Value TOO_DEEP = new Value.Text("[nested too deeply]");

    private static final Value TRUE = new Value.Bool(true);
    private static final Value FALSE = new Value.Bool(false);

    private final ProtobufCursor in;
    private final DecodeBudget budget;

    ProtobufValues(ProtobufCursor in, DecodeBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    DecodeLimits limits() {
        return budget.limits();
    }

    /** Reads one {@code KeyValue} whose tag was read into {@code attributes}. */
    void attribute(AttributesDraft attributes) {
        attribute(attributes, 1);
    }

    /** Reads one {@code AnyValue} whose tag was read. */
    Value value() {
        return value(1);
    }

    private void attribute(AttributesDraft attributes, int depth) {
        var outer = in.enter();
        if (attributes.hasRoom()) {
            var key = "";
            var value = (Value) Value.NONE;
            for (int tag; (tag = in.nextTag()) != 0; ) {
                switch (tag) {
                    case KeyValue.KEY_FIELD_NUMBER << 3 | LENGTH -> key = in.text();
                    case KeyValue.VALUE_FIELD_NUMBER << 3 | LENGTH -> value = value(depth);
                    default -> in.skip(tag);
                }
            }
            budget.addValue();
            attributes.add(key, value);
        }
        in.leave(outer);
    }

    private Value value(int depth) {
        var outer = in.enter();
        var value = (Value) Value.NONE;
        for (int tag; (tag = in.nextTag()) != 0; ) {
            switch (tag) {
                case AnyValue.STRING_VALUE_FIELD_NUMBER << 3 | LENGTH -> value = new Value.Text(in.text());
                case AnyValue.BOOL_VALUE_FIELD_NUMBER << 3 | VARINT -> value = in.varint64() != 0 ? TRUE : FALSE;
                case AnyValue.INT_VALUE_FIELD_NUMBER << 3 | VARINT -> value = new Value.Int(in.varint64());
                case AnyValue.DOUBLE_VALUE_FIELD_NUMBER << 3 | FIXED64 -> value = new Value.Decimal(in.fixedDouble());
                case AnyValue.ARRAY_VALUE_FIELD_NUMBER << 3 | LENGTH -> value = array(depth + 1);
                case AnyValue.KVLIST_VALUE_FIELD_NUMBER << 3 | LENGTH -> value = list(depth + 1);
                case AnyValue.BYTES_VALUE_FIELD_NUMBER << 3 | LENGTH -> value = new Value.Bytes(in.copyBytes());
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return value;
    }

    private Value array(int depth) {
        var outer = in.enter();
        if (depth > limits().depthMax()) {
            in.leave(outer);
            return TOO_DEEP;
        }
        List<Value> items = new ArrayList<>(0);
        for (int tag; (tag = in.nextTag()) != 0; ) {
            if (tag == (ArrayValue.VALUES_FIELD_NUMBER << 3 | LENGTH)) {
                budget.addValue();
                items.add(value(depth));
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return new Value.Items(items);
    }

    private Value list(int depth) {
        var outer = in.enter();
        if (depth > limits().depthMax()) {
            in.leave(outer);
            return TOO_DEEP;
        }
        var fields = new AttributesDraft(limits());
        for (int tag; (tag = in.nextTag()) != 0; ) {
            if (tag == (KeyValueList.VALUES_FIELD_NUMBER << 3 | LENGTH)) {
                attribute(fields, depth);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return new Value.Fields(fields.finish());
    }
}
