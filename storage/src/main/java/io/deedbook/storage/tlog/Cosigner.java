// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Cosigns checkpoints with one secret key, of which this holds the only copy in memory. Thread-safe; looks at nothing
 * but the text.
 */
public final class Cosigner {
    /** Bytes of a secret key of either type (RFC 8032; the seed of FIPS 204). */
    public static final int SECRET_BYTES = 32;

    private final byte[] secret;
    private final Vkey vkey;

    private Cosigner(byte[] secret, Vkey vkey) {
        this.secret = secret;
        this.vkey = vkey;
    }

    /**
     * The cosigner with this key.
     *
     * @param type a cosignature's
     * @param name a URL without scheme, such as {@code witness.example.com/w1}
     * @param secret 32 random bytes, of which a copy is kept
     */
    public static Cosigner of(KeyType type, String name, byte[] secret) {
        if (!type.isCosignature() || secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "secret: " + secret.length + " bytes for " + type + " (expected: 32 for a type that cosigns)");
        }
        var copy = secret.clone();
        return new Cosigner(copy, Vkey.of(type, name, publicKey(type, copy)));
    }

    private static byte[] publicKey(KeyType type, byte[] secret) {
        if (type == KeyType.COSIGNATURE_ML_DSA_44) {
            return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret).getPublicKey();
        }
        var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        return publicKey;
    }

    /** A fresh secret for {@link #of}. */
    public static byte[] newSecret(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** The key to verify with. */
    public Vkey vkey() {
        return vkey;
    }

    /**
     * The signature line for a checkpoint.
     *
     * @param text of the checkpoint, its last line feed included
     * @param unixSeconds now
     */
    public NoteSignature cosign(String text, long unixSeconds) {
        var message = Cosignature.message(vkey.type(), vkey.name(), unixSeconds, text);
        var signature = vkey.type() == KeyType.COSIGNATURE_ML_DSA_44 ? mlDsa(message) : ed25519(message);
        return new NoteSignature(vkey.name(), vkey.keyId(), new Cosignature(unixSeconds, signature).bytes());
    }

    private byte[] ed25519(byte[] message) {
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Deterministic, as FIPS 204 allows: signing again gives the same bytes. */
    private byte[] mlDsa(byte[] message) {
        var signer = new MLDSASigner();
        signer.init(true, new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA signs any message", e);
        }
    }
}
