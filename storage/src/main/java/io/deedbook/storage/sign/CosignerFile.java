// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key of a witness in a file of its own, made on first use. */
public final class CosignerFile {
    private CosignerFile() {}

    /**
     * Reads the key, after making it where there is no such file, with mode 0600. Blocks.
     *
     * @param type a cosignature's
     * @param name of the witness
     * @param passphrase that encrypts a new file and opens an encrypted one; empty for none
     * @throws IOException also when the file holds another key than one of {@code type}
     */
    public static Cosigner openOrCreate(Path file, KeyType type, String name, char[] passphrase, SecureRandom random)
            throws IOException {
        var postQuantum = type == KeyType.COSIGNATURE_ML_DSA_44;
        if (Files.notExists(file)) {
            var secret = Cosigner.newSecret(random);
            if (postQuantum) {
                KeyFile.writeMlDsa(file, secret, passphrase);
            } else {
                KeyFile.write(file, secret, passphrase);
            }
        }
        var secret = postQuantum ? KeyFile.readMlDsa(file, passphrase) : KeyFile.read(file, passphrase);
        return Cosigner.of(type, name, secret);
    }
}
