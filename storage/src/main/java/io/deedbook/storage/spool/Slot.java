// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.sign.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of the spool that one process has for itself, by a lock that the system gives back when the process ends in
 * whatever way. Several collectors may share a data directory; each takes a slot, and finds the slots of those that are
 * gone. Blocks.
 */
final class Slot implements Closeable {
    private static final int SLOTS_MAX = 64;
    private static final String SUFFIX = ".spool";

    private final Path directory;
    private final FileChannel lock;

    private Slot(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Takes the first slot that nobody has. */
    static Slot first(Path spool) throws IOException {
        for (var number = 0; number < SLOTS_MAX; number++) {
            var slot = take(spool.resolve(Integer.toString(number)));
            if (slot.isPresent()) {
                return slot.get();
            }
        }
        throw new IOException(
                "The spool has no slot left; processes that share it: " + SLOTS_MAX + ". directory=" + spool);
    }

    /** Takes all slots in which something waits and that nobody has. */
    static List<Slot> abandoned(Path spool) throws IOException {
        var taken = new ArrayList<Slot>();
        for (var number = 0; number < SLOTS_MAX; number++) {
            var directory = spool.resolve(Integer.toString(number));
            if (Files.isDirectory(directory) && !segments(directory).isEmpty()) {
                take(directory).ifPresent(taken::add);
            }
        }
        return taken;
    }

    /** Whether something waits in any slot, whoever has it. */
    static boolean anyWaits(Path spool) throws IOException {
        for (var number = 0; number < SLOTS_MAX; number++) {
            var directory = spool.resolve(Integer.toString(number));
            if (Files.isDirectory(directory)) {
                for (var segment : segments(directory)) {
                    if (Files.exists(segment) && Files.size(segment) > SegmentFormat.HEADER_BYTES) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static Optional<Slot> take(Path directory) throws IOException {
        DurableFile.createDirectory(directory);
        var channel = FileChannel.open(
                directory.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new Slot(directory, channel));
            }
        } catch (OverlappingFileLockException e) {
            // another collector in this very process has it
        }
        channel.close();
        return Optional.empty();
    }

    /** The segments in their order. */
    List<Path> segments() throws IOException {
        return segments(directory);
    }

    private static List<Path> segments(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** The file of a segment behind all that are there. */
    Path newSegment() throws IOException {
        var segments = segments();
        var last = segments.isEmpty() ? 0 : number(segments.get(segments.size() - 1));
        return directory.resolve("%012d%s".formatted(last + 1, SUFFIX));
    }

    private static long number(Path segment) throws IOException {
        var name = segment.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            throw new IOException("A file of the spool has a strange name. file=" + segment);
        }
    }

    /** Gives the slot back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
