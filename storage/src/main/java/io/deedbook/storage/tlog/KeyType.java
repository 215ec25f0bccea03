// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** How a key signs: the algorithm byte of C2SP signed-note and tlog-cosignature, and what belongs to it. */
public enum KeyType {
    /** A log's own signature over the text of a checkpoint. */
    ED25519(1, Ed25519.PUBLIC_KEY_SIZE, Ed25519.SIGNATURE_SIZE),
    /** A witness's signature, with the time of signing. */
    COSIGNATURE_ED25519(4, Ed25519.PUBLIC_KEY_SIZE, Ed25519.SIGNATURE_SIZE),
    /** The same, and safe against quantum computers (FIPS 204). A log may add one of its own. */
    COSIGNATURE_ML_DSA_44(6, 1_312, 2_420);

    private final int algorithm;
    private final int publicKeyBytes;
    private final int signatureBytes;

    KeyType(int algorithm, int publicKeyBytes, int signatureBytes) {
        this.algorithm = algorithm;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    /** The type that a verification key begins with. */
    static KeyType of(int algorithm) {
        return Arrays.stream(values())
                .filter(type -> type.algorithm == algorithm)
                .findFirst()
                .orElseThrow(() -> new MalformedException("key-type"));
    }

    /** Whether keys of this type speak for witnesses, with a timestamp before the signature. */
    public boolean isCosignature() {
        return this != ED25519;
    }

    /** Bytes of a cosignature of this type in a signature line, key id and time included. */
    public int cosignatureBytes() {
        return Vkey.KEY_ID_BYTES + Long.BYTES + signatureBytes;
    }

    byte algorithm() {
        return (byte) algorithm;
    }

    void checkPublicKey(byte[] publicKey) {
        if (publicKey.length != publicKeyBytes) {
            throw new MalformedException("key-length");
        }
        if (this != COSIGNATURE_ML_DSA_44 && !Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new MalformedException("key-point");
        }
    }

    /** Whether the bare signature, without its timestamp, is the key's over exactly these bytes. */
    boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != signatureBytes) {
            return false;
        }
        if (this != COSIGNATURE_ML_DSA_44) {
            return Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
        }
        var verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }
}
