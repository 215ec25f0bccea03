// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which records are encrypted that lie outside of the ledger: 32 bytes in a file. Collectors that read
 * what others wrote share the file; without it what waits is lost. Thread-safe.
 */
public final class HandOffKey {
    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    private HandOffKey(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    /**
     * Reads the key, after making it when there is none. Blocks.
     *
     * @param file mode 0600; complete or not there at all, also when two processes make it at once
     */
    public static HandOffKey open(Path file) throws IOException {
        if (!Files.exists(file)) {
            var made = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(made);
            DurableFile.createOnce(file, made);
        }
        byte[] key;
        try (var in = Files.newInputStream(file)) {
            key = in.readNBytes(KEY_BYTES + 1);
        }
        if (key.length != KEY_BYTES) {
            throw new IOException("The key file of the spool is damaged. Restore it from a backup. file=" + file);
        }
        return new HandOffKey(key);
    }

    /** Tells one key from another and nothing about either; lies beside what is encrypted. */
    public long id() {
        return ByteBuffer.wrap(derive("deedbook/hand-off-key-id/v1", new byte[0]))
                .getLong();
    }

    /** The AES-256 key of one place; a place has one key, so that nonces need to differ within it only. */
    SecretKeySpec of(byte[] place) {
        return new SecretKeySpec(derive("deedbook/hand-off-place/v1", place), "AES");
    }

    private byte[] derive(String label, byte[] context) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update((label + '\n').getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(context);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + MAC, e);
        }
    }
}
