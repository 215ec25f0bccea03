// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import org.jspecify.annotations.Nullable;

/** Attributes while they are being read, up to a number; how many came beyond it is counted. */
final class AttributesDraft {
    private static final int EXPECTED_COUNT = 16;

    private final int countMax;

    // Mutable state, owned by the thread that decodes.
    private Attributes.@Nullable Builder builder;
    private int count;
    private int droppedCount;

    AttributesDraft(DecodeLimits limits) {
        countMax = limits.attributesMax();
    }

    /** Whether the next attribute has room. Where it has none it counts as dropped, and its reader skips it. */
    boolean hasRoom() {
        if (count < countMax) {
            return true;
        }
        droppedCount++;
        return false;
    }

    void add(String key, Value value) {
        if (builder == null) {
            builder = Attributes.builder(EXPECTED_COUNT);
        }
        builder.add(key, value);
        count++;
    }

    /** How many were dropped here, on top of what the client says it left out itself. */
    int droppedCount(long droppedByClient) {
        return (int) Math.min(Integer.MAX_VALUE, droppedByClient + droppedCount);
    }

    Attributes finish() {
        return builder == null ? Attributes.EMPTY : builder.build();
    }
}
