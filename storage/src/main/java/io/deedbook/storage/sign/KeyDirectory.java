// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The folder with every log's key ({@code log-<public id>.key}) and what it signed last ({@code log-<public id>.state}).
 * Back it up apart from the database, and never restore the state files from an older copy: they are what notices that the
 * database was. Thread-safe; all methods block.
 */
public final class KeyDirectory {
    private final Path directory;
    private final char[] passphrase;
    private final SecureRandom random;
    private final ConcurrentMap<String, LogSigner> signers = new ConcurrentHashMap<>();

    /** @param passphrase that encrypts new key files and opens encrypted ones; empty for none */
    public KeyDirectory(Path directory, char[] passphrase, SecureRandom random) {
        this.directory = directory;
        this.passphrase = passphrase.clone();
        this.random = random;
    }

    /**
     * Makes key and state file of a new log.
     *
     * @param publicId 16 hex digits
     * @param origin of the log, which becomes the key's name
     */
    public Vkey create(String publicId, String origin) throws IOException {
        DurableFile.createDirectory(directory);
        var signer = new LogSigner(
                FileSigner.create(file(publicId, "key"), origin, passphrase, random), file(publicId, "state"));
        signer.start();
        signers.put(publicId, signer);
        return signer.vkey();
    }

    /**
     * The signer of a log.
     *
     * @param vkey that the log was made with
     * @throws FrozenLogException when the key is not there or another one
     */
    public LogSigner open(String publicId, Vkey vkey) {
        var known = signers.get(publicId);
        var signer = known == null ? read(publicId, vkey.name()) : known;
        if (!signer.vkey().equals(vkey)) {
            throw new FrozenLogException(
                    Reason.KEY_CHANGED, "the key file does not hold the log's key log=" + publicId);
        }
        signers.putIfAbsent(publicId, signer);
        return signer;
    }

    /**
     * The verification key that belongs to the key file, whatever the database says of it.
     *
     * @throws FrozenLogException when the key is not there
     */
    public Vkey vkey(String publicId, String origin) {
        return read(publicId, origin).vkey();
    }

    /** What the log's key signed last; empty where no state file is, or none that can be read. */
    public Optional<SignerState> lastSigned(String publicId) {
        try {
            return Optional.of(SignerState.read(file(publicId, "state")));
        } catch (IOException | MalformedException e) {
            return Optional.empty();
        }
    }

    /** Whether any log's key is here. */
    public boolean holdsKeys() {
        try (var files = Files.newDirectoryStream(directory, "log-*.key")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private LogSigner read(String publicId, String origin) {
        try {
            return new LogSigner(FileSigner.open(file(publicId, "key"), origin, passphrase), file(publicId, "state"));
        } catch (IOException e) {
            throw new FrozenLogException(Reason.KEY_LOST, "the key can't be read log=" + publicId);
        }
    }

    private Path file(String publicId, String suffix) {
        if (!publicId.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("publicId: not 16 hex digits");
        }
        return directory.resolve("log-" + publicId + '.' + suffix);
    }
}
