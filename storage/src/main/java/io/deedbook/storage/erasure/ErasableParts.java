// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.postgres.PartColumns;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which parts are erased, as people and entries of the ledger write it: {@code actor,attributes,content}. */
public final class ErasableParts {
    /** Who, and what was said and done; which tool, model and cost stay unless they are asked for. */
    public static final Set<Part> STANDARD = Set.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT);

    /** Where somebody is only mentioned: the record is somebody else's. */
    static final Set<Part> MENTIONING = Set.of(Part.ATTRIBUTES, Part.CONTENT);

    private ErasableParts() {}

    /**
     * Reads names of parts, separated by commas.
     *
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static Set<Part> parse(String text) {
        return parse(List.of(text.split(",", -1)));
    }

    /** As {@link #parse(String)}. */
    public static Set<Part> parse(Collection<String> names) {
        var parts = EnumSet.noneOf(Part.class);
        for (var name : names) {
            parts.add(PartColumns.ERASABLE.stream()
                    .filter(part -> part.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "There is no such part (expected: some of actor, attributes, content, facts).")));
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "No part is named (expected: some of actor, attributes, content, facts).");
        }
        return parts;
    }

    /** The names, in their order. */
    public static String text(Set<Part> parts) {
        return PartColumns.ERASABLE.stream()
                .filter(parts::contains)
                .map(Part::wireName)
                .collect(Collectors.joining(","));
    }
}
