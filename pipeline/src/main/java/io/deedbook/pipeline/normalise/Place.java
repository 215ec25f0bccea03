// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.record.Field;
import org.jspecify.annotations.Nullable;

/**
 * Where an attribute belongs.
 *
 * @param field the field it fills, or null
 * @param rank the order among the attributes that can fill the field: the lowest wins, the others stay attributes
 * @param content the content it is, or null
 * @param kept whether it stays among the attributes as well
 */
record Place(@Nullable Field field, int rank, @Nullable String content, boolean kept) {
    static Place field(Field field, int rank) {
        return new Place(field, rank, null, false);
    }

    static Place copied(Field field, int rank) {
        return new Place(field, rank, null, true);
    }

    static Place content(String name) {
        return new Place(null, 0, name, false);
    }
}
