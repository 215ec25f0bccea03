// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;

/** An exemplar of a data point while it is being read. What is absent is left out. */
final class ExemplarDraft {
    final AttributesDraft filteredAttributes;

    long timeUnixNanos;
    Value value = Value.NONE;
    String traceId = "";
    String spanId = "";

    ExemplarDraft(DecodeLimits limits) {
        filteredAttributes = new AttributesDraft(limits);
    }

    Value finish() {
        var fields = Attributes.builder(5).add("timeUnixNano", new Value.Int(timeUnixNanos));
        if (value != Value.NONE) {
            fields.add("value", value);
        }
        if (!traceId.isEmpty()) {
            fields.add("traceId", new Value.Text(traceId));
        }
        if (!spanId.isEmpty()) {
            fields.add("spanId", new Value.Text(spanId));
        }
        var filtered = filteredAttributes.finish();
        if (filtered.count() > 0) {
            fields.add("filteredAttributes", new Value.Fields(filtered));
        }
        return new Value.Fields(fields.build());
    }
}
