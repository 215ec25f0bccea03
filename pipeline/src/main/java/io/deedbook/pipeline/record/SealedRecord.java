// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finished audit record, ready to be appended: redacted, judged, its leaf bytes and commitments made. What is left to
 * add is its place in the log. Immutable; nobody writes to the arrays.
 *
 * @param id a UUID of version 7: the millisecond of receipt, and 74 random bits
 * @param receivedUnixNanos the server's clock
 * @param occurredUnixNanos the client's clock
 * @param values one entry a {@link Field}, in its order: {@code String}, {@code Long}, {@code List<String>} or null
 * @param pii findings by detector type
 * @param content canonical JSON of the content part ({@code target} in it), UTF-8, or null when there is none
 * @param attributes canonical JSON of the attributes part, UTF-8, or null when there is none
 * @param salts the 32-byte salt of each part that the leaf commits to
 * @param leaf the leaf bytes, which are what is hashed
 * @param leafHash SHA-256(0x00 ‖ leaf), RFC 6962 §2.1
 */
public record SealedRecord(
        byte[] id,
        long receivedUnixNanos,
        long occurredUnixNanos,
        @Nullable Object[] values,
        Map<String, Integer> pii,
        byte @Nullable [] content,
        byte @Nullable [] attributes,
        EnumMap<Part, byte[]> salts,
        byte[] leaf,
        byte[] leafHash)
        implements FieldValues {

    /** The content part as text, or null. */
    public @Nullable String contentJson() {
        return text(content);
    }

    /** The attributes part as text, or null. */
    public @Nullable String attributesJson() {
        return text(attributes);
    }

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
