// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.FrozenLogException.Reason;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process signed, on disk with one fsync for however many logs: the state files of the logs are written too,
 * so that others see them, but only this is sure to outlive the machine. No signature is given away of a head that is
 * in no journal, or a state file that is lost would be made anew from an older head. Each process has a file of its
 * own, which it locks as long as it lives; whoever comes later takes over what is in those that nobody locks. Methods
 * block; thread-safe.
 */
final class SignerJournal {
    /** How much is appended before a file with only the newest heads takes the place of this one. */
    static final long GROWTH_BYTES_MAX = 4L << 20;

    /** Far more than the heads of as many origins as there may be, and what is appended to them. */
    private static final long BYTES_MAX = 64L << 20;

    private static final int FILES_MAX = 1_000;
    private static final int TRIES_MAX = 10;
    private static final String FILES = "signed-*.journal";
    private static final int NAME_BYTES = 8;

    /**
     * Those of this process, which must not even be opened: closing a file gives back every lock that its process has
     * on it.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final SecureRandom random;

    // Mutable state, guarded by this.
    private Map<String, Checkpoint> newest = new HashMap<>();
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long end;
    private long limit;

    SignerJournal(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** A journal of a process that is no more, locked. */
    private record Left(Path file, FileChannel channel) {}

    /**
     * The newest head of each origin in the journals of other processes, running or not.
     *
     * @throws MalformedException when one of them is damaged
     */
    static Map<String, Checkpoint> read(Path directory) throws IOException {
        for (var tries = 1; ; tries++) {
            try {
                var all = new HashMap<String, Checkpoint>();
                for (var file : files(directory)) {
                    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                        addAll(all, content(channel));
                    }
                }
                return all;
            } catch (NoSuchFileException e) {
                // another process took it over just now, and has it in its own
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    /** A damaged journal may have lost any log's newest head. */
    static FrozenLogException damaged(MalformedException cause) {
        return new FrozenLogException(
                Reason.STATE_LOST, "what was signed together can't be read cause=" + cause.reason());
    }

    private static List<Path> files(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(directory, FILES)) {
            for (var file : files) {
                if (OWN.contains(absolute(file))) {
                    continue;
                }
                if (found.size() == FILES_MAX) {
                    throw new IOException("there are more than " + FILES_MAX + " journals of signers");
                }
                found.add(file);
            }
        }
        return found;
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static byte[] content(FileChannel channel) throws IOException {
        if (channel.size() > BYTES_MAX) {
            throw new MalformedException("signer-journal-length");
        }
        var buffer = ByteBuffer.allocate((int) channel.size());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, buffer.position()) < 0) {
                break;
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static void addAll(Map<String, Checkpoint> newest, byte[] journal) {
        JournalFormat.parse(journal).values().forEach(head -> JournalFormat.add(newest, head));
    }

    /**
     * Writes down those heads that are not yet; returns after all are on disk. After a failure nothing may be signed
     * that was to be written down.
     *
     * @throws FrozenLogException when a journal that is to be taken over is damaged
     */
    synchronized void append(Collection<Checkpoint> heads) throws IOException {
        var unknown = heads.stream().filter(head -> !holds(head)).toList();
        if (unknown.isEmpty()) {
            return;
        }
        var current = channel == null || end > limit ? renew() : channel;
        try {
            var block = JournalFormat.block(unknown);
            current.truncate(end);
            write(current, end, block);
            current.force(false);
            end += block.length;
        } catch (IOException e) {
            // what of it is on disk is unknown from now on, whatever a second try may say
            abandon();
            throw e;
        }
        unknown.forEach(head -> JournalFormat.add(newest, head));
    }

    private boolean holds(Checkpoint head) {
        var known = newest.get(head.origin());
        return known != null && known.size() >= head.size();
    }

    /** What this process wrote down of an origin, or took over. */
    synchronized Optional<Checkpoint> newest(String origin) {
        return Optional.ofNullable(newest.get(origin));
    }

    private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private void abandon() throws IOException {
        var abandoned = channel;
        var name = file;
        channel = null;
        file = null;
        if (abandoned != null && name != null) {
            abandoned.close();
            OWN.remove(absolute(name));
        }
    }

    /** Begins a file with the newest heads of this process and of those that are no more, and lets their files go. */
    private FileChannel renew() throws IOException {
        var left = left();
        try {
            var all = new HashMap<>(newest);
            for (var journal : left) {
                addAll(all, content(journal.channel()));
            }
            var before = channel == null || file == null ? null : new Left(file, channel);
            var begun = begin(all);
            if (before != null) {
                left.add(before);
            }
            for (var journal : left) {
                Files.deleteIfExists(journal.file());
                OWN.remove(absolute(journal.file()));
            }
            return begun;
        } catch (MalformedException e) {
            throw damaged(e);
        } finally {
            for (var journal : left) {
                journal.channel().close();
            }
        }
    }

    /** The journals that no process locks, locked now. */
    private List<Left> left() throws IOException {
        var left = new ArrayList<Left>();
        for (var other : files(directory)) {
            try {
                var opened = FileChannel.open(other, StandardOpenOption.READ, StandardOpenOption.WRITE);
                if (isLocked(opened) && Files.exists(other)) {
                    left.add(new Left(other, opened));
                } else {
                    opened.close();
                }
            } catch (NoSuchFileException e) {
                // taken over by another process
            }
        }
        return left;
    }

    private static boolean isLocked(FileChannel opened) throws IOException {
        try {
            return opened.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another journal of this very process
            return false;
        }
    }

    /** Under its name only when it is locked and on disk: before, others would take it for one that was left. */
    private FileChannel begin(Map<String, Checkpoint> heads) throws IOException {
        var name = new byte[NAME_BYTES];
        random.nextBytes(name);
        var hex = HexFormat.of().formatHex(name);
        var made = directory.resolve(".new" + hex + ".tmp");
        var opened = FileChannel.open(
                made,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (!isLocked(opened)) {
                throw new IOException("a new journal of the signer can't be locked");
            }
            var block = heads.isEmpty() ? new byte[0] : JournalFormat.block(heads.values());
            write(opened, 0, block);
            opened.force(true);
            var named = directory.resolve("signed-" + hex + ".journal");
            OWN.add(absolute(named));
            Files.move(made, named, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.forceName(named);
            newest = new HashMap<>(heads);
            file = named;
            channel = opened;
            end = block.length;
            limit = end + GROWTH_BYTES_MAX;
            return opened;
        } catch (IOException e) {
            opened.close();
            Files.deleteIfExists(made);
            throw e;
        }
    }
}
