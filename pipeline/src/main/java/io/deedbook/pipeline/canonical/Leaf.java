// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.EnumMap;
import java.util.Map;

/**
 * The leaf of a record: what the Merkle tree hashes. Canonical JSON in fixed member order; it holds in the clear what
 * is neither personal nor content, and a commitment to each erasable part.
 */
public final class Leaf {
    /** The largest leaf, because an entry bundle gives its length in two bytes (C2SP tlog-tiles). */
    public static final int BYTES_MAX = 65_535;

    private static final int BYTES_EXPECTED = 1_024;
    private static final MemberName ID = new MemberName("id");
    private static final MemberName OCCURRED = new MemberName("occurred");
    private static final MemberName PARTS = new MemberName("parts");
    private static final MemberName PII = new MemberName("pii");
    private static final MemberName RECEIVED = new MemberName("received");
    private static final MemberName VERSION = new MemberName("v");
    private static final Map<Part, MemberName> PART_NAMES = partNames();

    private Leaf() {}

    private static Map<Part, MemberName> partNames() {
        var names = new EnumMap<Part, MemberName>(Part.class);
        for (var part : Part.values()) {
            names.put(part, new MemberName(part.wireName()));
        }
        return names;
    }

    /**
     * Writes the leaf of {@code draft}.
     *
     * @param commitments the parts that the record has, in the order of their names
     */
    public static byte[] encode(byte[] id, RecordDraft draft, Map<Part, byte[]> commitments) {
        return encode(new CanonicalJson(BYTES_EXPECTED), id, draft, commitments);
    }

    static byte[] encode(CanonicalJson json, byte[] id, RecordDraft draft, Map<Part, byte[]> commitments) {
        json.startObject();
        text(json, draft, Field.ACTION);
        text(json, draft, Field.CONTENT_STATE);
        list(json, draft, Field.CONTROLS);
        text(json, draft, Field.EVENT);
        json.name(ID).hex(id);
        text(json, draft, Field.KIND);
        json.name(OCCURRED).decimal(draft.occurredUnixNanos());
        text(json, draft, Field.OUTCOME);
        json.name(PARTS).startObject();
        for (var part : PART_NAMES.entrySet()) {
            var commitment = commitments.get(part.getKey());
            if (commitment != null) {
                json.name(part.getValue()).base64Url(commitment);
            }
        }
        json.endObject();
        json.name(PII).startObject();
        draft.pii().forEach((type, count) -> json.name(type).integer(count));
        json.endObject();
        text(json, draft, Field.POLICY_VERSION);
        json.name(RECEIVED).decimal(draft.receivedUnixNanos());
        text(json, draft, Field.RISK);
        list(json, draft, Field.RULES);
        text(json, draft, Field.SIGNAL);
        text(json, draft, Field.SURFACE);
        var truncated = draft.integer(Field.TRUNCATED);
        json.name(FieldNames.of(Field.TRUNCATED)).integer(truncated == null ? 0 : truncated);
        json.name(VERSION).integer(1);
        var leaf = json.endObject().toBytes();
        if (leaf.length > BYTES_MAX) {
            throw new IllegalStateException("leaf: " + leaf.length + " bytes (expected: <= " + BYTES_MAX + ")");
        }
        return leaf;
    }

    /** SHA-256(0x00 ‖ leaf), RFC 6962 §2.1. */
    public static byte[] hash(byte[] leaf) {
        var digest = Sha256.digest();
        digest.update((byte) 0);
        return digest.digest(leaf);
    }

    private static void text(CanonicalJson json, RecordDraft draft, Field field) {
        var text = draft.text(field);
        json.name(FieldNames.of(field)).string(text == null ? "" : text);
    }

    private static void list(CanonicalJson json, RecordDraft draft, Field field) {
        json.name(FieldNames.of(field)).strings(draft.list(field));
    }
}
