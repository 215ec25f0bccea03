// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of each tenant, all derived from one master key in a file beside the database: whoever has the database
 * alone can neither guess values back from tokens nor forge export keys. Collectors that share a database share the
 * file. Thread-safe.
 */
public final class TenantSecrets {
    private static final int KEY_BYTES = 32;

    private final byte[] masterKey;

    private TenantSecrets(byte[] masterKey) {
        this.masterKey = masterKey;
    }

    /**
     * Reads the master key, after making it when there is none. Blocks.
     *
     * @param file mode 0600; complete or not there at all, also when two processes make it at once
     */
    public static TenantSecrets open(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] key;
        try (var in = Files.newInputStream(file)) {
            key = in.readNBytes(KEY_BYTES + 1);
        }
        if (key.length != KEY_BYTES) {
            throw new IOException("The master key file is damaged. Restore it from a backup. file=" + file);
        }
        return new TenantSecrets(key);
    }

    /** The key under which a redacted value becomes a token. */
    public TokenKey tokenKey(Tenant tenant) {
        return new TokenKey(derive("deedbook/token-key/v1", tenant));
    }

    /** The key under which the body of a request becomes its export key; 32 bytes. */
    public byte[] exportKey(Tenant tenant) {
        return derive("deedbook/export-key/v1", tenant);
    }

    private byte[] derive(String label, Tenant tenant) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(masterKey, "HmacSHA256"));
            return mac.doFinal((label + '\n' + tenant.id()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    private static void create(Path file) throws IOException {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        DurableFile.createOnce(file, key);
    }
}
