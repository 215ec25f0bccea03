// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

/** Counts what one request makes the decoder build, and refuses to go past the limits. Owned by one decoding. */
final class DecodeBudget {
    private final DecodeLimits limits;

    // Mutable state, owned by the thread that decodes.
    private int eventCount;
    private int valueCount;

    DecodeBudget(DecodeLimits limits) {
        this.limits = limits;
    }

    DecodeLimits limits() {
        return limits;
    }

    void addEvent() {
        if (++eventCount > limits.eventsMax()) {
            throw new MalformedExportException("The request holds more than " + limits.eventsMax()
                    + " log records, spans or metric points. Lower the exporter's batch size.");
        }
    }

    void addValue() {
        if (++valueCount > limits.valuesMax()) {
            throw new MalformedExportException("The request holds more than " + limits.valuesMax()
                    + " attribute values. Lower the exporter's batch size.");
        }
    }
}
