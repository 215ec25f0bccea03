// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.event.Signal;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a tenant's export requests so that a resent one is known again: HMAC-SHA256 under the tenant's secret over the
 * signal's path, LF and the decompressed body. Keyed, so that the name tells nothing about the body. Thread-safe.
 */
final class ExportKeys {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    ExportKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    byte[] key(Signal signal, byte[] body, int size) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((signal.path() + '\n').getBytes(StandardCharsets.US_ASCII));
            mac.update(body, 0, size);
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }
}
