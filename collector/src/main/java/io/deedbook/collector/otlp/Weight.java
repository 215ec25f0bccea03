// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;

/** About how many bytes attributes take in each record that repeats them. */
final class Weight {
    private Weight() {}

    static long of(Attributes attributes) {
        var bytes = 0L;
        for (var position = 0; position < attributes.count(); position++) {
            bytes += attributes.key(position).length() + of(attributes.value(position));
        }
        return bytes;
    }

    private static long of(Value value) {
        var bytes = (long) DecodeBudget.VALUE_BYTES;
        if (value instanceof Value.Text text) {
            bytes += text.text().length();
        } else if (value instanceof Value.Bytes octets) {
            bytes += octets.bytes().length;
        } else if (value instanceof Value.Items items) {
            for (var item : items.items()) {
                bytes += of(item);
            }
        } else if (value instanceof Value.Fields fields) {
            bytes += of(fields.fields());
        }
        return bytes;
    }
}
