// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CosignerFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"COSIGNATURE_ED25519", "COSIGNATURE_ML_DSA_44"})
    void openOrCreate_makesAKeyOnceForTheOwnersEyes(KeyType type) throws IOException {
        var made = open(type, "");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file())).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(open(type, "not looked at").vkey()).isEqualTo(made.vkey());
        assertThat(made.vkey().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(names = {"COSIGNATURE_ED25519", "COSIGNATURE_ML_DSA_44"})
    void openOrCreate_opensAnEncryptedKeyWithItsPassphraseOnly(KeyType type) throws IOException {
        var made = open(type, "a passphrase");
        assertThat(Files.readString(file())).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(open(type, "a passphrase").vkey()).isEqualTo(made.vkey());
        assertThatThrownBy(() -> open(type, "another")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(type, "")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"COSIGNATURE_ED25519", "COSIGNATURE_ML_DSA_44"})
    void openOrCreate_refusesAKeyOfTheOtherType(KeyType type) throws IOException {
        open(type, "");
        var other = type == KeyType.COSIGNATURE_ED25519 ? KeyType.COSIGNATURE_ML_DSA_44 : KeyType.COSIGNATURE_ED25519;
        assertThatThrownBy(() -> open(other, "")).isInstanceOf(IOException.class);
    }

    private Cosigner open(KeyType type, String passphrase) throws IOException {
        return CosignerFile.openOrCreate(
                file(), type, "witness.example.com/w1", passphrase.toCharArray(), new SecureRandom());
    }

    private Path file() {
        return directory.resolve("witness.key");
    }
}
