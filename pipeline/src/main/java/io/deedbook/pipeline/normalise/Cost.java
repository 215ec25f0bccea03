// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Value;
import org.jspecify.annotations.Nullable;

/** The cost of a request in billionths of a US dollar. The client sends it twice: exactly, and as a double. */
final class Cost {
    /** Millionths of a dollar, an integer. */
    static final String MICROS = "cost_usd_micros";
    /** Dollars, a double. */
    static final String USD = "cost_usd";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_USD = 1e9;
    /** What fits a long of nanos. */
    private static final double USD_MAX = 9e9;

    private Cost() {}

    /** The cost that the attribute {@code key} tells, or null when it tells none that can be true. */
    static @Nullable Long nanos(String key, Value value) {
        if (key.equals(MICROS)) {
            var micros = Reading.integer(value);
            return micros == null || micros > Long.MAX_VALUE / NANOS_PER_MICRO
                    ? null
                    : (Long) (micros * NANOS_PER_MICRO);
        }
        var usd = Reading.decimal(value);
        return usd == null || usd > USD_MAX ? null : (Long) Math.round(usd * NANOS_PER_USD);
    }
}
