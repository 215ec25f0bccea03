// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Keys that are the same in every run, by a number. */
public final class TestKeys {
    private TestKeys() {}

    public static byte[] secret(int number) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) number);
        return secret;
    }

    public static Vkey log(String origin, int number) {
        var publicKey = new byte[32];
        Ed25519.generatePublicKey(secret(number), 0, publicKey, 0);
        return Vkey.ed25519(origin, publicKey);
    }

    public static NoteSignature sign(String text, Vkey key, int number) {
        var message = text.getBytes(StandardCharsets.UTF_8);
        var signature = new byte[64];
        Ed25519.sign(secret(number), 0, message, 0, message.length, signature, 0);
        return new NoteSignature(key.name(), key.keyId(), signature);
    }

    public static Cosigner witness(int number) {
        return Cosigner.of(KeyType.COSIGNATURE_ED25519, "witness.example/w" + number, secret(number));
    }
}
