// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import org.jspecify.annotations.Nullable;

/**
 * Something by which records are grouped.
 *
 * @param name as the correlation calls it
 * @param field the column that it is or is made of
 * @param similar whether near-identical values are one, see {@link TargetHead}
 */
record GroupField(String name, Field field, boolean similar) {
    /** The record's value as text, or null when it has none. */
    @Nullable
    String value(Observed record) {
        var value = record.values()[field.ordinal()];
        if (value == null) {
            return null;
        }
        return similar ? TargetHead.of(record.text(Field.TOOL_NAME), value.toString()) : value.toString();
    }
}
