// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical JSON of each erasable part. {@code actor} and {@code facts} are made from the columns, by the pipeline
 * when it seals and by the verifier when it checks, so that they are stored once and an edited column shows.
 */
public final class PartJson {
    private static final List<Field> ACTOR = Field.of(Part.ACTOR);
    private static final List<Field> FACTS = Field.of(Part.FACTS);

    private static final String TARGET = Field.TARGET.jsonName();
    private static final int BYTES_EXPECTED = 256;

    private PartJson() {}

    /**
     * The part made of columns.
     *
     * @param part {@link Part#ACTOR} or {@link Part#FACTS}
     * @param values one entry a {@link Field}, in its order
     * @return canonical JSON, or null when no field of the part is set
     */
    public static @Nullable String ofColumns(Part part, @Nullable Object[] values) {
        var json = new CanonicalJson(BYTES_EXPECTED);
        return ofColumns(json, part, values) ? json.toString() : null;
    }

    /** Writes {@link #ofColumns(Part, Object[])}; false when no field of the part is set. */
    static boolean ofColumns(CanonicalJson json, Part part, @Nullable Object[] values) {
        var fields = part == Part.ACTOR ? ACTOR : FACTS;
        json.startObject();
        var empty = true;
        for (var position = 0; position < fields.size(); position++) {
            var field = fields.get(position);
            var value = values[field.ordinal()];
            if (value == null) {
                continue;
            }
            empty = false;
            json.name(FieldNames.of(field));
            if (value instanceof String text) {
                json.string(text);
            } else if (value instanceof Long number) {
                json.integer(number);
            } else {
                json.strings(entries(value));
            }
        }
        json.endObject();
        return !empty;
    }

    /**
     * Writes the content part: the redacted texts by name with the target, or their lengths in UTF-16 units where the
     * logging level keeps no more ({@link ContentState#LENGTH_ONLY}).
     *
     * @return false when there is no content
     */
    static boolean content(CanonicalJson json, RecordDraft draft) {
        var target = draft.text(Field.TARGET);
        if (draft.content().isEmpty() && target == null) {
            return false;
        }
        var lengthOnly = ContentState.LENGTH_ONLY.wireName().equals(draft.text(Field.CONTENT_STATE));
        var before = target == null ? draft.content() : draft.content().headMap(TARGET, false);
        json.startObject();
        texts(json, before, lengthOnly);
        if (target != null) {
            json.name(FieldNames.of(Field.TARGET)).string(target);
            texts(json, draft.content().tailMap(TARGET, false), lengthOnly);
        }
        json.endObject();
        return true;
    }

    private static void texts(CanonicalJson json, Map<String, String> texts, boolean lengthOnly) {
        texts.forEach((name, text) -> {
            json.name(name);
            if (lengthOnly) {
                json.integer(text.length());
            } else {
                json.string(text);
            }
        });
    }

    /** Writes the attributes part; false when there are none. */
    static boolean attributes(CanonicalJson json, RecordDraft draft) {
        if (draft.attributes().count() == 0) {
            return false;
        }
        json.attributes(draft.attributes());
        return true;
    }

    @SuppressWarnings("unchecked")
    private static List<String> entries(Object value) {
        return (List<String>) value;
    }
}
