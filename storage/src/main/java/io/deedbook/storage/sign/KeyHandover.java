// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a log's key signs to make another one its successor. The entry that names the successor lies in a database, and
 * signers sign whatever tree grows there: so the entry alone vouches for nothing. This text is signed by no other way,
 * since the first line of a checkpoint is its origin, which has no such name.
 */
public final class KeyHandover {
    private static final String DOMAIN = "deedbook-key-handover/v1";

    private KeyHandover() {}

    /** The text that is signed: domain, origin and the successor's verification key, a line each. */
    static String text(Vkey to) {
        return DOMAIN + '\n' + to.name() + '\n' + to + '\n';
    }

    /** The signature in base64. */
    static String sign(Signer from, Vkey to) {
        return Base64.getEncoder().encodeToString(from.sign(text(to).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Whether {@code from} made {@code to} its successor.
     *
     * @param signature in base64, or null
     * @return false also for keys of different origins: no epoch is handed over to the next
     */
    public static boolean isBy(Vkey from, Vkey to, @Nullable String signature) {
        if (signature == null || !from.name().equals(to.name())) {
            return false;
        }
        try {
            return from.verifies(text(to), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
