// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.FieldValues;
import io.deedbook.pipeline.record.Part;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as read back from the ledger.
 *
 * @param index place in the tenant's log, from 0
 * @param id 32 lower-case hex digits
 * @param values one entry a {@link Field}, in its order: {@code String}, {@code Long}, {@code List<String>} or null
 * @param pii findings by detector type, sorted
 * @param contentJson canonical JSON, or null
 * @param attributesJson canonical JSON, or null
 * @param salts of the parts that are still there
 * @param leaf the leaf bytes as stored
 * @param leafHash the 32-byte hash as stored
 */
public record StoredRecord(
        long index,
        String id,
        long receivedUnixNanos,
        long occurredUnixNanos,
        @Nullable Object[] values,
        Map<String, Integer> pii,
        @Nullable String contentJson,
        @Nullable String attributesJson,
        Map<Part, byte[]> salts,
        byte[] leaf,
        byte[] leafHash)
        implements FieldValues {

    /** What became of the content; the leaf goes on saying what there was when it was erased. */
    public @Nullable String contentState() {
        return isErased(Part.CONTENT) ? ContentState.ERASED.wireName() : text(Field.CONTENT_STATE);
    }

    /** Whether the leaf commits to a part that is not there any more. */
    public boolean isErased(Part part) {
        var text = new String(leaf, StandardCharsets.UTF_8);
        var begin = text.indexOf("\"parts\":{");
        var end = begin < 0 ? -1 : text.indexOf('}', begin);
        return end >= 0
                && !salts.containsKey(part)
                && text.substring(begin, end).contains('"' + part.wireName() + "\":");
    }
}
