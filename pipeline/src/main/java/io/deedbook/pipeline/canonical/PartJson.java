// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The canonical JSON of each erasable part. {@code actor} and {@code facts} are made from the columns, by the pipeline when
 * it seals and by the verifier when it checks, so that they are stored once and an edited column shows.
 */
public final class PartJson {
    private static final List<Field> ACTOR = Field.of(Part.ACTOR);
    private static final List<Field> FACTS = Field.of(Part.FACTS);

    private PartJson() {}

    /**
     * The part made of columns.
     *
     * @param part {@link Part#ACTOR} or {@link Part#FACTS}
     * @param values one entry a {@link Field}, in its order
     * @return canonical JSON, or null when no field of the part is set
     */
    public static @Nullable String ofColumns(Part part, @Nullable Object[] values) {
        var json = new CanonicalJson(256).startObject();
        var empty = true;
        for (var field : part == Part.ACTOR ? ACTOR : FACTS) {
            var value = values[field.ordinal()];
            if (value == null) {
                continue;
            }
            empty = false;
            json.name(field.jsonName());
            if (value instanceof String text) {
                json.string(text);
            } else if (value instanceof Long number) {
                json.integer(number);
            } else {
                json.strings(entries(value));
            }
        }
        return empty ? null : json.endObject().toString();
    }

    /**
     * The content part: the redacted texts by name with the target, or their lengths in UTF-16 units where the logging
     * level keeps no more ({@link ContentState#LENGTH_ONLY}).
     *
     * @return canonical JSON, or null when there is no content
     */
    public static @Nullable String content(RecordDraft draft) {
        var state = draft.text(Field.CONTENT_STATE);
        var target = draft.text(Field.TARGET);
        if (draft.content().isEmpty() && target == null) {
            return null;
        }
        var lengthOnly = ContentState.LENGTH_ONLY.wireName().equals(state);
        var sorted = new TreeMap<String, String>(draft.content());
        if (target != null) {
            sorted.put(Field.TARGET.jsonName(), target);
        }
        var json = new CanonicalJson(512).startObject();
        sorted.forEach((name, text) -> {
            json.name(name);
            if (lengthOnly && !name.equals(Field.TARGET.jsonName())) {
                json.integer(text.length());
            } else {
                json.string(text);
            }
        });
        return json.endObject().toString();
    }

    /** The attributes part: canonical JSON, or null when there are none. */
    public static @Nullable String attributes(RecordDraft draft) {
        return draft.attributes().count() == 0
                ? null
                : new CanonicalJson(512).attributes(draft.attributes()).toString();
    }

    @SuppressWarnings("unchecked")
    private static List<String> entries(Object value) {
        return (List<String>) value;
    }
}
