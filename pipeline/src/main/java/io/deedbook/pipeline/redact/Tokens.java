// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.TokenShape;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens of a tenant: {@code [type:xxxxxx]} with the first digits of HMAC-SHA256(key, type LF normal form), so
 * that one value is one token wherever it stands, and nobody without the key can tell which. Immutable and thread-safe.
 */
final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    Tokens(TokenKey key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key.bytes(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    /** The token of {@code value}. */
    String token(String type, String value) {
        var text = type + '\n' + DetectorEngine.normalForm(type, value);
        var digest = copyOfKeyed().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return '[' + type + ':' + HexFormat.of().formatHex(digest, 0, TokenShape.HEX_DIGITS / 2) + ']';
    }

    private Mac copyOfKeyed() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's HMAC can be cloned", e);
        }
    }
}
