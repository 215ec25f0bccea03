// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.record.Part;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a leaf say, as far as checking it asks for.
 *
 * @param id 32 hexadecimal digits
 * @param kind {@code record}, {@code erasure}, {@code retention}, {@code key}, {@code genesis}, …
 * @param commitments 32 bytes each, of the parts that the entry had
 */
record AuditedLeaf(String id, String kind, Map<Part, byte[]> commitments) {
    private static final int COMMITMENT_BYTES = 32;

    /**
     * Reads a leaf.
     *
     * @throws io.deedbook.storage.tlog.MalformedException {@code leaf-not-canonical}: the collector writes none such
     */
    static AuditedLeaf parse(byte[] leaf) {
        var reader = new CanonicalReader(leaf);
        var commitments = new EnumMap<Part, byte[]>(Part.class);
        String id = null;
        String kind = null;
        reader.expect('{');
        for (var name = reader.member(null); name != null; name = reader.member(name)) {
            switch (name) {
                case "id" -> id = reader.plainString();
                case "kind" -> kind = reader.plainString();
                case "parts" -> parts(reader, commitments);
                default -> reader.skipValue();
            }
        }
        reader.end();
        if (id == null || kind == null || !id.matches("[0-9a-f]{32}")) {
            throw CanonicalReader.malformed();
        }
        return new AuditedLeaf(id, kind, commitments);
    }

    private static void parts(CanonicalReader reader, Map<Part, byte[]> commitments) {
        reader.expect('{');
        for (var name = reader.member(null); name != null; name = reader.member(name)) {
            var part = part(name);
            if (part == null) {
                throw CanonicalReader.malformed();
            }
            commitments.put(part, commitment(reader.plainString()));
        }
    }

    /** The part of this name, or null. */
    static @Nullable Part part(String name) {
        for (var part : Part.values()) {
            if (part != Part.LEAF && part.wireName().equals(name)) {
                return part;
            }
        }
        return null;
    }

    private static byte[] commitment(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            var spelling = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            if (bytes.length == COMMITMENT_BYTES && spelling.equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw CanonicalReader.malformed();
        }
        throw CanonicalReader.malformed();
    }
}
