// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Turns a redacted and judged draft into a {@link SealedRecord}: canonical bytes, salts, commitments, leaf.
 * Thread-safe.
 */
public final class Sealer {
    private static final int BYTES_EXPECTED = 2_048;
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
        var parts = new Parts();
        if (PartJson.ofColumns(parts.next(), Part.ACTOR, values)) {
            parts.commit(Part.ACTOR);
        }
        var attributes = PartJson.attributes(parts.next(), draft)
                ? parts.commit(Part.ATTRIBUTES).toBytes()
                : null;
        var content = PartJson.content(parts.next(), draft)
                ? parts.commit(Part.CONTENT).toBytes()
                : null;
        if (PartJson.ofColumns(parts.next(), Part.FACTS, values)) {
            parts.commit(Part.FACTS);
        }
        var id = id(draft.receivedUnixNanos());
        var leaf = Leaf.encode(parts.next(), id, draft, parts.commitments);
        return new SealedRecord(
                id,
                draft.receivedUnixNanos(),
                draft.occurredUnixNanos(),
                values,
                pii(draft),
                content,
                attributes,
                parts.salts,
                leaf,
                Leaf.hash(leaf));
    }

    private static Map<String, Integer> pii(RecordDraft draft) {
        return draft.pii().isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(draft.pii()));
    }

    /** The parts of one record, written one after another into one buffer, and what commits to them. */
    private final class Parts {
        private final CanonicalJson json = new CanonicalJson(BYTES_EXPECTED);
        private final EnumMap<Part, byte[]> salts = new EnumMap<>(Part.class);
        private final EnumMap<Part, byte[]> commitments = new EnumMap<>(Part.class);

        /** Where the next part is written. */
        CanonicalJson next() {
            return json.clear();
        }

        /** Commits to what was written. */
        CanonicalJson commit(Part part) {
            var salt = random.take(Commitment.SALT_BYTES);
            salts.put(part, salt);
            commitments.put(part, Commitment.of(part, salt, json));
            return json;
        }
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
