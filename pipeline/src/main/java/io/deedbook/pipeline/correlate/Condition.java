// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import org.jspecify.annotations.Nullable;

/**
 * When a window satisfies a correlation: what is counted lies within two bounds.
 *
 * @param min inclusive
 * @param max inclusive, {@link Long#MAX_VALUE} for none
 * @param field whose values count, or null where records or rules do
 * @param text the condition as written, for people
 */
record Condition(long min, long max, @Nullable Field field, String text) {
    boolean holds(long amount) {
        return amount >= min && amount <= max;
    }

    /** Whether more records can only help. */
    boolean isGrowing() {
        return max == Long.MAX_VALUE;
    }
}
