// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Cosigner;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * An Ed25519 key, or the seed of an ML-DSA-44 key, as a PKCS#8 PEM file (RFC 5958, RFC 8410, RFC 9881), which
 * {@code openssl pkey} reads too; encrypted with PBES2 (PBKDF2-HMAC-SHA256, AES-256-CBC) where there is a passphrase.
 */
final class KeyFile {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final int BYTES_MAX = 8_192;
    private static final int ITERATIONS = 600_000;
    /** Context tag of the seed in an ML-DSA private key (RFC 9881 §6). */
    private static final int SEED_TAG = 0;

    private KeyFile() {}

    /** Writes the 32-byte secret key; encrypted unless the passphrase is empty. Blocks. */
    static void write(Path file, byte[] secret, char[] passphrase) throws IOException {
        write(
                file,
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DEROctetString(secret)),
                passphrase);
    }

    /** Writes the 32-byte seed of an ML-DSA-44 key; encrypted unless the passphrase is empty. Blocks. */
    static void writeMlDsa(Path file, byte[] seed, char[] passphrase) throws IOException {
        write(
                file,
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44),
                        new DERTaggedObject(false, SEED_TAG, new DEROctetString(seed))),
                passphrase);
    }

    private static void write(Path file, PrivateKeyInfo info, char[] passphrase) throws IOException {
        var pem = passphrase.length == 0
                ? new PemObject(PLAIN, info.getEncoded())
                : new PemObject(ENCRYPTED, encrypt(info, passphrase).getEncoded());
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(pem);
        }
        DurableFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static PKCS8EncryptedPrivateKeyInfo encrypt(PrivateKeyInfo info, char[] passphrase) throws IOException {
        try {
            var encryptor = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                    .setIterationCount(ITERATIONS)
                    .build(passphrase);
            return new PKCS8EncryptedPrivateKeyInfoBuilder(info).build(encryptor);
        } catch (OperatorCreationException e) {
            throw new IOException("the key can't be encrypted", e);
        }
    }

    /**
     * Reads the 32-byte secret key. Blocks.
     *
     * @throws IOException also when the file is no such key or does not open with the passphrase
     */
    static byte[] read(Path file, char[] passphrase) throws IOException {
        return read(file, passphrase, KeyFile::secret);
    }

    /** As {@link #read}, the seed of an ML-DSA-44 key. */
    static byte[] readMlDsa(Path file, char[] passphrase) throws IOException {
        return read(file, passphrase, KeyFile::seed);
    }

    /** Takes the secret out of a key. */
    @FunctionalInterface
    private interface Secret {
        byte[] of(PrivateKeyInfo info) throws IOException;
    }

    private static byte[] read(Path file, char[] passphrase, Secret secret) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("the key file is larger than " + BYTES_MAX + " bytes");
        }
        try (var reader = new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            var pem = reader.readPemObject();
            if (pem == null) {
                throw new IOException("the key file is not PEM");
            }
            return secret.of(
                    switch (pem.getType()) {
                        case PLAIN -> PrivateKeyInfo.getInstance(pem.getContent());
                        case ENCRYPTED -> decrypt(pem.getContent(), passphrase);
                        default -> throw new IOException("the key file holds no private key");
                    });
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException("the key file is malformed");
        }
    }

    private static PrivateKeyInfo decrypt(byte[] content, char[] passphrase) throws IOException {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(content)
                    .decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(passphrase));
        } catch (PKCSException e) {
            throw new IOException("the key file does not open with the configured passphrase");
        }
    }

    private static byte[] secret(PrivateKeyInfo info) throws IOException {
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            throw new IOException("the key file holds no Ed25519 key");
        }
        var secret = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
        if (secret.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IOException("the key file is malformed");
        }
        return secret;
    }

    private static byte[] seed(PrivateKeyInfo info) throws IOException {
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(NISTObjectIdentifiers.id_ml_dsa_44)) {
            throw new IOException("the key file holds no ML-DSA-44 key");
        }
        if (!(info.parsePrivateKey() instanceof ASN1TaggedObject tagged) || tagged.getTagNo() != SEED_TAG) {
            throw new IOException("the key file holds no seed");
        }
        var seed = ASN1OctetString.getInstance(tagged, false).getOctets();
        if (seed.length != Cosigner.SECRET_BYTES) {
            throw new IOException("the key file is malformed");
        }
        return seed;
    }
}
