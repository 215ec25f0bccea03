// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Field;

/** The names of fields as canonical JSON has them. */
final class FieldNames {
    private static final MemberName[] NAMES =
            Field.all().stream().map(field -> new MemberName(field.jsonName())).toArray(MemberName[]::new);

    private FieldNames() {}

    static MemberName of(Field field) {
        return NAMES[field.ordinal()];
    }
}
