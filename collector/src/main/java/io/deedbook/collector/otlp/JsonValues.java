// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads {@code AnyValue} and {@code KeyValue} objects. */
final class JsonValues {
    private static final Value TRUE = new Value.Bool(true);
    private static final Value FALSE = new Value.Bool(false);

    private final JsonCursor in;
    private final DecodeBudget budget;

    JsonValues(JsonCursor in, DecodeBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    DecodeLimits limits() {
        return budget.limits();
    }

    /** Reads the array of {@code KeyValue} that the cursor is at. */
    void attributes(AttributesDraft attributes) throws IOException {
        attributes(attributes, 1);
    }

    /** Reads the {@code AnyValue} that the cursor is at. */
    Value value() throws IOException {
        return value(1);
    }

    private void attributes(AttributesDraft attributes, int depth) throws IOException {
        in.enterArray();
        while (in.nextEntry()) {
            if (attributes.hasRoom()) {
                attribute(attributes, depth);
            } else {
                in.skip();
            }
        }
    }

    private void attribute(AttributesDraft attributes, int depth) throws IOException {
        budget.addValue();
        var key = "";
        var value = (Value) Value.NONE;
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "key" -> key = in.text();
                case "value" -> value = value(depth);
                default -> in.skip();
            }
        }
        attributes.add(key, value);
    }

    private Value value(int depth) throws IOException {
        var value = (Value) Value.NONE;
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            switch (name) {
                case "stringValue" -> value = new Value.Text(in.text());
                case "boolValue" -> value = in.bool() ? TRUE : FALSE;
                case "intValue" -> value = integer();
                case "doubleValue" -> value = decimal();
                case "arrayValue" -> value = array(depth + 1);
                case "kvlistValue" -> value = list(depth + 1);
                case "bytesValue" -> value = bytes();
                default -> in.skip();
            }
        }
        return value;
    }

    /**
     * What is no integer after all is kept as the text that it is: it is the sender's attribute, not our time or count.
     */
    private Value integer() throws IOException {
        try {
            return new Value.Int(in.int64());
        } catch (MalformedExportException e) {
            return new Value.Text(in.text());
        }
    }

    private Value decimal() throws IOException {
        try {
            return new Value.Decimal(in.decimal());
        } catch (MalformedExportException e) {
            return new Value.Text(in.text());
        }
    }

    private Value bytes() throws IOException {
        var text = in.text();
        try {
            return new Value.Bytes(
                    Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException e) {
            return new Value.Text(text);
        }
    }

    private Value array(int depth) throws IOException {
        if (depth > limits().depthMax()) {
            in.skip();
            return ProtobufValues.TOO_DEEP;
        }
        List<Value> items = new ArrayList<>(0);
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("values")) {
                in.enterArray();
                while (in.nextEntry()) {
                    budget.addValue();
                    items.add(value(depth));
                }
            } else {
                in.skip();
            }
        }
        return new Value.Items(items);
    }

    private Value list(int depth) throws IOException {
        if (depth > limits().depthMax()) {
            in.skip();
            return ProtobufValues.TOO_DEEP;
        }
        var fields = new AttributesDraft(limits());
        in.enterObject();
        for (String name; (name = in.nextMember()) != null; ) {
            if (name.equals("values")) {
                attributes(fields, depth);
            } else {
                in.skip();
            }
        }
        return new Value.Fields(fields.finish());
    }
}
