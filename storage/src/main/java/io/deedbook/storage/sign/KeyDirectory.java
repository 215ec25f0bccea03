// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The folder with every log's keys ({@code log-<id>.key}, then {@code log-<id>.2.key} and so on) and what they signed
 * last ({@code log-<id>.state}, and {@link SignerJournal}), one id an origin. Back it up apart from the database, and
 * never restore the state files or the journals from an older copy: they are what notices that the database was.
 */
public final class KeyDirectory implements LogKeys {
    /** The most keys that one origin may have. */
    public static final int KEYS_MAX = 100;
    /** The most origins that may have keys here; each is a tenant's log, or an epoch of it. */
    public static final int ORIGINS_MAX = 10_000;

    private final Path directory;
    private final char[] passphrase;
    private final SecureRandom random;
    private final ConcurrentMap<Path, FileSigner> opened = new ConcurrentHashMap<>();
    private final SignerJournal journal;
    private final GroupSigning together;

    /** @param passphrase that encrypts new key files and opens encrypted ones; empty for none */
    public KeyDirectory(Path directory, char[] passphrase, SecureRandom random) {
        this.directory = directory;
        this.passphrase = passphrase.clone();
        this.random = random;
        journal = new SignerJournal(directory, random);
        together = new GroupSigning(directory, this::stateFileOf, journal);
    }

    @Override
    public Vkey create(Checkpoint start) throws IOException {
        var id = LogFileId.of(start.origin());
        DurableFile.createDirectory(directory);
        together.recover(start.origin());
        return StateLock.holding(stateFile(id), () -> createAlone(id, start));
    }

    private Vkey createAlone(String id, Checkpoint start) throws IOException {
        checkRoom(id);
        var number = 1;
        while (number < KEYS_MAX && Files.exists(keyFile(id, number))) {
            number++;
        }
        if (number > 1
                && lastSigned(start.origin())
                        .filter(state -> state.origin().equals(start.origin()))
                        .isEmpty()) {
            throw new IOException("what the log's other keys signed last is not there");
        }
        if (number == 1 && Files.exists(stateFile(id)) && !isState(stateFile(id), start)) {
            throw new FrozenLogException(Reason.KEY_LOST, "the log's key files are gone, what they signed last is not");
        }
        var file = keyFile(id, number);
        var signer = FileSigner.create(file, start.origin(), passphrase, random);
        if (number == 1) {
            DurableFile.write(stateFile(id), SignerState.format(start).getBytes(StandardCharsets.UTF_8));
        }
        opened.put(file, signer);
        return signer.vkey();
    }

    /** What keys signed is never forgotten for a new key's sake: they may come back, and would then sign a fork. */
    private static boolean isState(Path file, Checkpoint start) throws IOException {
        try {
            return SignerState.read(file).equals(start);
        } catch (MalformedException e) {
            return false;
        }
    }

    private void checkRoom(String id) throws IOException {
        if (Files.exists(keyFile(id, KEYS_MAX))) {
            throw new KeyLimitException("the log has " + KEYS_MAX + " keys");
        }
        if (Files.exists(stateFile(id))) {
            return;
        }
        var count = 0;
        try (var files = Files.newDirectoryStream(directory, "log-*.state")) {
            for (var ignored : files) {
                if (++count >= ORIGINS_MAX) {
                    throw new KeyLimitException("there are keys of " + ORIGINS_MAX + " origins");
                }
            }
        }
    }

    @Override
    public String handOver(Vkey from, Vkey to) {
        var all = vkeys(from.name());
        var before = all.indexOf(from);
        if (before < 0 || all.indexOf(to) <= before) {
            throw new FrozenLogException(Reason.KEY_CHANGED, "no key files hold a key and one that was made after it");
        }
        return KeyHandover.sign(signer(LogFileId.of(from.name()), from), to);
    }

    @Override
    public boolean areWritable() {
        return Files.isWritable(directory);
    }

    @Override
    public LogSigner open(List<Vkey> keys) {
        return guarded(keys);
    }

    private GuardedSigner guarded(List<Vkey> keys) {
        if (keys.isEmpty()) {
            throw new FrozenLogException(Reason.KEY_LOST, "the database names no key of the log");
        }
        try {
            together.recover(keys.get(0).name());
        } catch (IOException e) {
            throw new FrozenLogException(Reason.STATE_LOST, "what was signed together can't be read");
        }
        var id = LogFileId.of(keys.get(0).name());
        var signers = new ArrayList<Signer>();
        for (var key : keys) {
            signers.add(signer(id, key));
        }
        return new GuardedSigner(signers, stateFile(id), journal);
    }

    @Override
    public List<Optional<SignedNote>> signAll(List<Request> requests) {
        var signers = new ArrayList<Optional<GuardedSigner>>();
        for (var request : requests) {
            try {
                signers.add(Optional.of(guarded(request.keys())));
            } catch (FrozenLogException e) {
                signers.add(Optional.empty());
            }
        }
        return together.sign(signers, requests.stream().map(Request::submission).toList());
    }

    private Signer signer(String id, Vkey key) {
        for (var number = 1; number <= KEYS_MAX; number++) {
            var file = keyFile(id, number);
            if (!opened.containsKey(file) && !Files.exists(file)) {
                throw number == 1
                        ? new FrozenLogException(Reason.KEY_LOST, "the key file is not there log=" + id)
                        : new FrozenLogException(Reason.KEY_CHANGED, "no key file holds the log's key log=" + id);
            }
            var signer = read(id, file, key.name());
            if (signer.vkey().equals(key)) {
                return signer;
            }
        }
        throw new FrozenLogException(Reason.KEY_CHANGED, "no key file holds the log's key log=" + id);
    }

    /** Names are part of keys, so one that was opened under another is not what is asked for. */
    private FileSigner read(String id, Path file, String origin) {
        var known = opened.get(file);
        if (known != null && known.vkey().name().equals(origin)) {
            return known;
        }
        try {
            var signer = FileSigner.open(file, origin, passphrase);
            opened.putIfAbsent(file, signer);
            return signer;
        } catch (IOException e) {
            throw new FrozenLogException(Reason.KEY_LOST, "the key can't be read log=" + id);
        }
    }

    /**
     * The verification key that belongs to the first key file of this origin, whatever the database says of it.
     *
     * @throws FrozenLogException when the key is not there
     */
    public Vkey vkey(String origin) {
        var id = LogFileId.of(origin);
        return read(id, keyFile(id, 1), origin).vkey();
    }

    /**
     * The verification keys of all key files of this origin, in the order in which they came.
     *
     * @throws FrozenLogException when one can't be read
     */
    public List<Vkey> vkeys(String origin) {
        var id = LogFileId.of(origin);
        var all = new ArrayList<Vkey>();
        for (var number = 1; number <= KEYS_MAX && Files.exists(keyFile(id, number)); number++) {
            all.add(read(id, keyFile(id, number), origin).vkey());
        }
        return all;
    }

    @Override
    public Optional<Checkpoint> lastSigned(String origin) {
        try {
            together.recover(origin);
            return Optional.of(SignerState.read(stateFileOf(origin)));
        } catch (FrozenLogException | IOException | MalformedException e) {
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

    /** Whether this origin has a key here. */
    public boolean holdsKeys(String origin) {
        return Files.exists(keyFile(LogFileId.of(origin), 1));
    }

    private Path keyFile(String id, int number) {
        return directory.resolve("log-" + id + (number == 1 ? "" : "." + number) + ".key");
    }

    private Path stateFileOf(String origin) {
        return stateFile(LogFileId.of(origin));
    }

    private Path stateFile(String id) {
        return directory.resolve("log-" + id + ".state");
    }
}
