// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns a redacted and judged draft into a {@link SealedRecord}: canonical bytes, salts, commitments, leaf. Thread-safe. */
public final class Sealer {
    private static final int ID_BYTES = 16;
    private static final int MILLIS_BYTES = 6;
    private static final int VERSION_AT = 6;
    private static final int VARIANT_AT = 8;

    private final RandomBytes random = new RandomBytes();

    /**
     * Seals a draft, which must not be changed afterwards.
     *
     * @throws IllegalStateException when the leaf would be larger than {@link Leaf#BYTES_MAX}
     */
    public SealedRecord seal(RecordDraft draft) {
        // as the leaf says, so that a record has one spelling only
        if (draft.integer(Field.TRUNCATED) == null) {
            draft.put(Field.TRUNCATED, 0L);
        }
        if (draft.text(Field.KIND) == null) {
            draft.put(Field.KIND, Kind.RECORD.wireName());
        }
        var values = draft.copyValues();
        var contentJson = PartJson.content(draft);
        var attributesJson = PartJson.attributes(draft);
        var salts = new EnumMap<Part, byte[]>(Part.class);
        var commitments = new EnumMap<Part, byte[]>(Part.class);
        commit(Part.ACTOR, PartJson.ofColumns(Part.ACTOR, values), salts, commitments);
        commit(Part.ATTRIBUTES, attributesJson, salts, commitments);
        commit(Part.CONTENT, contentJson, salts, commitments);
        commit(Part.FACTS, PartJson.ofColumns(Part.FACTS, values), salts, commitments);
        var id = id(draft.receivedUnixNanos());
        var leaf = Leaf.encode(id, draft, commitments);
        return new SealedRecord(
                id,
                draft.receivedUnixNanos(),
                draft.occurredUnixNanos(),
                values,
                Collections.unmodifiableMap(new TreeMap<>(draft.pii())),
                contentJson,
                attributesJson,
                salts,
                leaf,
                Leaf.hash(leaf));
    }

    private void commit(
            Part part, @Nullable String json, EnumMap<Part, byte[]> salts, EnumMap<Part, byte[]> commitments) {
        if (json == null) {
            return;
        }
        var salt = random.take(Commitment.SALT_BYTES);
        salts.put(part, salt);
        commitments.put(part, Commitment.of(part, salt, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** UUID version 7 (RFC 9562 §5.7), so that what is received together stands together in the index of ids. */
    private byte[] id(long receivedUnixNanos) {
        var id = random.take(ID_BYTES);
        var millis = TimeUnit.NANOSECONDS.toMillis(receivedUnixNanos);
        for (var position = 0; position < MILLIS_BYTES; position++) {
            id[position] = (byte) (millis >>> (Byte.SIZE * (MILLIS_BYTES - 1 - position)));
        }
        id[VERSION_AT] = (byte) (0x70 | (id[VERSION_AT] & 0x0f));
        id[VARIANT_AT] = (byte) (0x80 | (id[VARIANT_AT] & 0x3f));
        return id;
    }
}
