// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.util.function.LongConsumer;

/**
 * Counts what one request makes the decoder build, refuses to go past the limits, and asks for room before it is built:
 * a few bytes can become a record, and every record repeats its resource. Owned by one decoding.
 */
final class DecodeBudget {
    /** What an event costs beside its texts until its answer: the record, its leaf, its place in the insert. */
    static final int EVENT_BYTES = 512;
    /** The same of a value, an array entry, a resource or a scope. */
    static final int VALUE_BYTES = 32;

    private final DecodeLimits limits;
    private final long bodyBytes;
    private final LongConsumer room;

    // Mutable state, owned by the thread that decodes.
    private int eventCount;
    private int valueCount;
    private long repeatedBytes;
    private long grantedBytes;

    /**
     * @param bodyBytes for which there is room already
     * @param room see {@link OtlpDecoder#decode}
     */
    DecodeBudget(DecodeLimits limits, int bodyBytes, LongConsumer room) {
        this.limits = limits;
        this.bodyBytes = bodyBytes;
        this.room = room;
        grantedBytes = bodyBytes;
    }

    DecodeLimits limits() {
        return limits;
    }

    void addEvent() {
        if (++eventCount > limits.eventsMax()) {
            throw new MalformedExportException("The request holds more than " + limits.eventsMax()
                    + " log records, spans or metric points. Lower the exporter's batch size.");
        }
        ask();
    }

    void addValue() {
        if (++valueCount > limits.valuesMax()) {
            throw new MalformedExportException("The request holds more than " + limits.valuesMax()
                    + " attribute values. Lower the exporter's batch size.");
        }
        ask();
    }

    /** What stands in the body once, {@code bytes} long, is to be in each of {@code count} records. */
    void addRepeated(long bytes, int count) {
        repeatedBytes += bytes * count;
        ask();
    }

    private void ask() {
        var builtBytes = (long) eventCount * EVENT_BYTES + (long) valueCount * VALUE_BYTES;
        var neededBytes = Math.max(bodyBytes, builtBytes) + repeatedBytes;
        if (neededBytes > grantedBytes) {
            // a quarter more, so that it is not asked for each value
            grantedBytes = neededBytes + neededBytes / 4;
            room.accept(grantedBytes);
        }
    }
}
