// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

/**
 * What one export request may make the decoder build. A body's own size is limited by its reader.
 *
 * @param eventsMax log records, spans or metric points in a request; more are refused
 * @param valuesMax attribute values, array entries, buckets, resources and scopes in a request, all levels counted;
 *     more are refused. It bounds what a body of 20 MiB made of two-byte messages can grow to
 * @param attributesMax attributes of one event, resource, scope or list; further ones are dropped and counted
 * @param depthMax levels of values within values; what is deeper is replaced by a note that says so
 */
public record DecodeLimits(int eventsMax, int valuesMax, int attributesMax, int depthMax) {
    /** What the server runs with. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(100_000, 1_000_000, 1_024, 32);

    public DecodeLimits {
        checkPositive("eventsMax", eventsMax);
        checkPositive("valuesMax", valuesMax);
        checkPositive("attributesMax", attributesMax);
        checkPositive("depthMax", depthMax);
    }

    private static void checkPositive(String name, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(name + ": " + limit + " (expected: >= 1)");
        }
    }
}
