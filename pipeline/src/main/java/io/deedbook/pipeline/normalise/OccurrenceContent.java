// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.record.ContentName;
import org.jspecify.annotations.Nullable;

/** Which attributes of what happened during a span are content. */
final class OccurrenceContent {
    private OccurrenceContent() {}

    /** The content that the attribute {@code key} of an occurrence is, or null. */
    static @Nullable String of(String occurrence, String key) {
        var special = EventAttributes.of(occurrence, Operation.NONE);
        var meaning = special == null || !occurrence.startsWith("gen_ai.") ? null : special.get(key);
        if (meaning != null && meaning.place() != null) {
            return meaning.place().content();
        }
        return switch (key) {
            case "content", "diff", "bash_command", "file_path" -> ContentName.OUTPUT + '.' + key;
            default -> {
                var content = AttributeTable.content(key);
                yield content != null ? content : Flattened.content(key);
            }
        };
    }
}
