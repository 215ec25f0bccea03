// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes small files, for the owner's eyes only, so that a crash leaves either the old content or the new; but for
 * {@link #replace}, which promises less.
 */
public final class DurableFile {
    /** What the system writes of a file in one step, or more. */
    private static final int PAGE_BYTES = 4_096;

    private DurableFile() {}

    /** Makes a directory, and those above it, that only the owner can enter. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Replaces {@code file} by a new one with mode 0600; returns after it is on disk. Blocks. */
    public static void write(Path file, byte[] content) throws IOException {
        var directory = directory(file);
        move(temporary(directory, content, true), file);
        forceDirectory(directory);
    }

    /**
     * The same without waiting for the disk: only when the machine stops may both the old content and the new be gone.
     * Content that is short, and no shorter than the old one, is written over it in one step, which a process that is
     * killed has done or not; who reads it meanwhile, without a lock that keeps writers out, may see some of both.
     */
    static void replace(Path file, byte[] content) throws IOException {
        if (content.length > PAGE_BYTES || !overwrite(file, content)) {
            move(temporary(directory(file), content, false), file);
        }
    }

    /** Files that are made and renamed wait for each other where several processes do so in one directory. */
    private static boolean overwrite(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.size() <= content.length && channel.write(ByteBuffer.wrap(content), 0) == content.length;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return false;
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /**
     * Makes {@code file} with mode 0600 where there is none, whole or not at all; one that another process makes at the
     * same time stays. Returns after it is on disk. Blocks.
     */
    public static void createOnce(Path file, byte[] content) throws IOException {
        var directory = directory(file);
        createDirectory(directory);
        var temporary = temporary(directory, content, true);
        try {
            // a link and no move: it never replaces
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // theirs it is
        } finally {
            Files.delete(temporary);
        }
        forceDirectory(directory);
    }

    /** Returns when the name of a file is on disk. Blocks. */
    public static void forceName(Path file) throws IOException {
        forceDirectory(directory(file));
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directory(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("a file system root can't be written");
        }
        return directory;
    }

    private static Path temporary(Path directory, byte[] content, boolean forced) throws IOException {
        var temporary = Files.createTempFile(
                directory,
                ".new",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (forced) {
                channel.force(true);
            }
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }
}
