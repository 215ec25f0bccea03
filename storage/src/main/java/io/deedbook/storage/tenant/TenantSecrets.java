// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.TokenKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of each tenant, all derived from one master key in a file beside the database: whoever has the database alone
 * can neither guess values back from tokens nor forge export keys. Collectors that share a database share the file.
 * Thread-safe.
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
        var directory = Files.createDirectories(
                file.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var partial = Files.createTempFile(directory, "master", ".partial", ownerOnly);
        try {
            try (var channel = FileChannel.open(partial, Set.of(StandardOpenOption.WRITE))) {
                channel.write(ByteBuffer.wrap(key));
                channel.force(true);
            }
            // a link and no move: it never replaces the key that another process has just made
            Files.createLink(file, partial);
        } catch (FileAlreadyExistsException e) {
            // theirs it is
        } finally {
            Files.delete(partial);
        }
    }
}
