// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.Base64;

/** Base64 with the one spelling that the C2SP formats allow: standard alphabet, padded, no spare bits. */
final class Base64Text {
    private Base64Text() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws MalformedException with {@code reason}, also for spellings that the JDK's decoder would let pass */
    static byte[] decode(String text, String reason) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(reason);
        }
        if (!encode(bytes).equals(text)) {
            throw new MalformedException(reason);
        }
        return bytes;
    }

    /** A 32-byte hash. */
    static byte[] decodeHash(String text, String reason) {
        var hash = decode(text, reason);
        if (hash.length != TreeHasher.HASH_BYTES) {
            throw new MalformedException(reason);
        }
        return hash;
    }
}
