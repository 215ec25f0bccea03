// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of kind {@code erasure} or {@code retention} says is gone.
 *
 * @param parts of the targets; empty where whole entries went
 * @param targets from which the parts went, all before the entry
 * @param entries that went whole
 */
public record ErasureNotice(Set<Part> parts, IndexRanges targets, IndexRanges entries) {
    public ErasureNotice {
        parts = Set.copyOf(parts);
    }

    /**
     * Reads the content part of an entry.
     *
     * @param index of the entry, which can only speak of those before it
     * @return empty when it says nothing that can be understood
     */
    public static Optional<ErasureNotice> read(@Nullable String contentJson, long index) {
        if (contentJson == null) {
            return Optional.empty();
        }
        try {
            var content = new JsonObject(contentJson);
            var entries = content.getString("entries");
            return Optional.of(
                    entries != null
                            ? new ErasureNotice(Set.of(), IndexRanges.NONE, IndexRanges.parse(entries, index))
                            : new ErasureNotice(
                                    ErasableParts.parse(content.getString("parts", "")),
                                    IndexRanges.parse(content.getString("targets", ""), index),
                                    IndexRanges.NONE));
        } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
