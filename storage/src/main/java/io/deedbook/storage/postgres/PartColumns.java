// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * In which columns of {@code record} each erasable part stands: its fields, its text, and the salt without which nobody
 * can guess what the leaf commits to. A part is there as long as its salt is.
 */
public final class PartColumns {
    /** The parts that can be erased, in the order of their names. */
    public static final List<Part> ERASABLE = List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS);

    private PartColumns() {}

    /** All columns of a part. */
    public static List<String> of(Part part) {
        if (part == Part.LEAF) {
            throw new IllegalArgumentException("part: leaf (expected: one that can be erased)");
        }
        var columns = new ArrayList<String>();
        Field.of(part).forEach(field -> columns.add(field.column()));
        if (part == Part.ATTRIBUTES || part == Part.CONTENT) {
            columns.add(part.wireName());
        }
        columns.add(salt(part));
        return List.copyOf(columns);
    }

    /** All columns of several parts. */
    public static List<String> of(Collection<Part> parts) {
        return parts.stream().flatMap(part -> of(part).stream()).toList();
    }

    /** The column with a part's salt. */
    public static String salt(Part part) {
        return part.wireName() + "_salt";
    }

    /** The condition that any of these parts is there. */
    public static String anyThere(Collection<Part> parts) {
        return '('
                + String.join(
                        " or ",
                        parts.stream().map(part -> salt(part) + " is not null").toList())
                + ')';
    }
}
