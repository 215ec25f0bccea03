// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.record.Part;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The salted commitment to a part: SHA-256("audit-part/v1" LF name LF salt[32] content). With the salt it opens to
 * exactly one content; without it nobody can guess the content back.
 */
public final class Commitment {
    /** The size of a salt in bytes. */
    public static final int SALT_BYTES = 32;

    private Commitment() {}

    /** The 32-byte commitment to {@code content} (UTF-8 of the part's canonical JSON). */
    public static byte[] of(Part part, byte[] salt, byte[] content) {
        return begin(part, salt).digest(content);
    }

    /** The 32-byte commitment to the part that was written to {@code content}. */
    static byte[] of(Part part, byte[] salt, CanonicalJson content) {
        return content.digest(begin(part, salt));
    }

    private static MessageDigest begin(Part part, byte[] salt) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("salt: " + salt.length + " bytes (expected: " + SALT_BYTES + ")");
        }
        var digest = Sha256.digest();
        digest.update(("audit-part/v1\n" + part.wireName() + '\n').getBytes(StandardCharsets.UTF_8));
        digest.update(salt);
        return digest;
    }
}
