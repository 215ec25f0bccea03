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
 * Makes the tokens of a tenant: {@code [type:xxxxxx]} with the first digits of HMAC-SHA256(key, type LF normal form),
 * so that one value is one token wherever it stands, and nobody without the key can tell which; and {@code [type]}
 * where the plan wants no token. Immutable and thread-safe.
 */
final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;
    private final RedactionPlan plan;

    Tokens(TokenKey key, RedactionPlan plan) {
        this.plan = plan;
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key.bytes(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    /** The token of {@code value}, or the name of its type. */
    String token(String type, String value) {
        return plan.action(type) == RedactionAction.TOKEN
                ? keyed(type, DetectorEngine.normalForm(type, value), TokenShape.HEX_DIGITS)
                : '[' + type + ']';
    }

    /** The token of a user, long enough that no two of a tenant's have the same. */
    String identity(String type, String value) {
        return keyed(type, value, TokenShape.IDENTITY_HEX_DIGITS);
    }

    /** Whether the value that a finding of this type stands in goes as a whole. */
    boolean drops(String type) {
        return plan.action(type) == RedactionAction.DROP;
    }

    private String keyed(String type, String value, int hexDigits) {
        var digest = copyOfKeyed().doFinal((type + '\n' + value).getBytes(StandardCharsets.UTF_8));
        return '[' + type + ':' + HexFormat.of().formatHex(digest, 0, hexDigits / 2) + ']';
    }

    private Mac copyOfKeyed() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's HMAC can be cloned", e);
        }
    }
}
