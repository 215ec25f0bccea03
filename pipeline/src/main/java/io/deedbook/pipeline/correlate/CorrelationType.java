// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.Locale;

/** How a correlation counts. */
public enum CorrelationType {
    /** Records. */
    EVENT_COUNT,
    /** Distinct values of a field. */
    VALUE_COUNT,
    /** The sum of a number field. */
    VALUE_SUM,
    /** The mean of a number field. */
    VALUE_AVG,
    /** Rules, in any order. */
    TEMPORAL,
    /** All rules, in their order. */
    TEMPORAL_ORDERED;

    /** The name in rule files. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean hasField() {
        return this == VALUE_COUNT || this == VALUE_SUM || this == VALUE_AVG;
    }
}
