// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSignerTest {
    private static final String NAME = "example.com/ledger/1";
    private static final char[] NONE = new char[0];

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();

    @Test
    void open_signsLikeTheSignerThatMadeTheFile() throws IOException {
        var file = directory.resolve("key");
        var made = FileSigner.create(file, NAME, NONE, random);
        var opened = FileSigner.open(file, NAME, NONE);
        assertThat(opened.vkey()).isEqualTo(made.vkey());
        var signature = opened.sign("text\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(signature).isEqualTo(made.sign("text\n".getBytes(StandardCharsets.US_ASCII)));
        var note = new SignedNote(
                "text\n", List.of(new NoteSignature(NAME, opened.vkey().keyId(), signature)));
        assertThat(note.verify(List.of(made.vkey()))).isEqualTo(SignedNote.Verdict.TRUSTED);
    }

    @Test
    void create_writesAFileThatOnlyItsOwnerReads() throws IOException {
        var file = directory.resolve("key");
        FileSigner.create(file, NAME, NONE, random);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void create_refusesToReplaceAKey() throws IOException {
        var file = directory.resolve("key");
        FileSigner.create(file, NAME, NONE, random);
        assertThatThrownBy(() -> FileSigner.create(file, NAME, NONE, random))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    /** The JDK reads the file and signs the same bytes: PKCS#8 and Ed25519 are what they should be. */
    @Test
    void sign_isWhatTheJdkSignsWithTheSameFile() throws Exception {
        var file = directory.resolve("key");
        var signer = FileSigner.create(file, NAME, NONE, random);
        var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        var key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        var jdk = Signature.getInstance("Ed25519");
        jdk.initSign(key);
        var message = "message".getBytes(StandardCharsets.UTF_8);
        jdk.update(message);
        assertThat(signer.sign(message)).isEqualTo(jdk.sign());
    }

    @Test
    void open_needsThePassphraseOfAnEncryptedFile() throws IOException {
        var file = directory.resolve("key");
        var made = FileSigner.create(file, NAME, "correct horse".toCharArray(), random);
        assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(FileSigner.open(file, NAME, "correct horse".toCharArray()).vkey())
                .isEqualTo(made.vkey());
        assertThatThrownBy(() -> FileSigner.open(file, NAME, "battery".toCharArray()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileSigner.open(file, NAME, NONE)).isInstanceOf(IOException.class);
    }

    @Test
    void open_refusesWhatIsNoKey() throws IOException {
        var file = directory.resolve("key");
        for (var content : List.of(
                "",
                "text",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "x".repeat(9_000))) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> FileSigner.open(file, NAME, NONE)).isInstanceOf(IOException.class);
        }
    }
}
