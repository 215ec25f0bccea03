// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has a value for each {@link Field}, and doesn't change. */
public interface FieldValues {
    /** One entry a {@link Field}, in its order: {@code String}, {@code Long}, {@code List<String>} or null. */
    @Nullable
    Object[] values();

    /** The text of a {@link Field.Type#TEXT} field, or null. */
    default @Nullable String text(Field field) {
        return (String) values()[field.ordinal()];
    }

    /** The number of a {@link Field.Type#INTEGER} field, or null. */
    default @Nullable Long integer(Field field) {
        return (Long) values()[field.ordinal()];
    }

    /** The entries of a {@link Field.Type#LIST} field, empty when unset. */
    @SuppressWarnings("unchecked")
    default List<String> list(Field field) {
        var entries = (List<String>) values()[field.ordinal()];
        return entries == null ? List.of() : entries;
    }
}
