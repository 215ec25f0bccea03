// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * The leaf of a record: what the Merkle tree hashes. Canonical JSON in fixed member order; it holds in the clear what is
 * neither personal nor content, and a commitment to each erasable part.
 */
public final class Leaf {
    /** The largest leaf, because an entry bundle gives its length in two bytes (C2SP tlog-tiles). */
    public static final int BYTES_MAX = 65_535;

    private Leaf() {}

    /**
     * Writes the leaf of {@code draft}.
     *
     * @param commitments the parts that the record has, in the order of their names
     */
    public static byte[] encode(byte[] id, RecordDraft draft, Map<Part, byte[]> commitments) {
        var json = new CanonicalJson(640).startObject();
        text(json, draft, Field.ACTION);
        text(json, draft, Field.CONTENT_STATE);
        list(json, draft, Field.CONTROLS);
        text(json, draft, Field.EVENT);
        json.name("id").string(HexFormat.of().formatHex(id));
        text(json, draft, Field.KIND);
        json.name("occurred").string(Long.toString(draft.occurredUnixNanos()));
        text(json, draft, Field.OUTCOME);
        json.name("parts").startObject();
        for (var part : Part.values()) {
            var commitment = commitments.get(part);
            if (commitment != null) {
                json.name(part.wireName())
                        .string(Base64.getUrlEncoder().withoutPadding().encodeToString(commitment));
            }
        }
        json.endObject();
        json.name("pii").startObject();
        draft.pii().forEach((type, count) -> json.name(type).integer(count));
        json.endObject();
        text(json, draft, Field.POLICY_VERSION);
        json.name("received").string(Long.toString(draft.receivedUnixNanos()));
        text(json, draft, Field.RISK);
        list(json, draft, Field.RULES);
        text(json, draft, Field.SIGNAL);
        text(json, draft, Field.SURFACE);
        var truncated = draft.integer(Field.TRUNCATED);
        json.name(Field.TRUNCATED.jsonName()).integer(truncated == null ? 0 : truncated);
        json.name("v").integer(1);
        var leaf = json.endObject().toString().getBytes(StandardCharsets.UTF_8);
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
        json.name(field.jsonName()).string(text == null ? "" : text);
    }

    private static void list(CanonicalJson json, RecordDraft draft, Field field) {
        json.name(field.jsonName()).strings(draft.list(field));
    }
}
