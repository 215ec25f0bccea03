// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everyone else from a log's state between reading and writing it: other threads and, by a lock file, other
 * processes on this host or file system. The database's advisory lock does the same as long as there is one database;
 * after a failover there may be two for a while.
 */
final class StateLock {
    private static final Logger log = LoggerFactory.getLogger(StateLock.class);
    private static final ReentrantLock[] THREADS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private StateLock() {}

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for the lock of this state file, and gives it back after {@code work}. */
    static <T> T holding(Path stateFile, Work<T> work) throws IOException {
        return holdingAll(List.of(stateFile), work);
    }

    /**
     * The same with several: those of this process first, then the files by name, so that nobody waits for each other.
     */
    static <T> T holdingAll(Collection<Path> stateFiles, Work<T> work) throws IOException {
        var paths = stateFiles.stream()
                .map(file -> file.toAbsolutePath().normalize())
                .distinct()
                .sorted()
                .toList();
        var threads = paths.stream()
                .map(path -> Math.floorMod(path.hashCode(), THREADS.length))
                .distinct()
                .sorted()
                .map(number -> THREADS[number])
                .toList();
        threads.forEach(ReentrantLock::lock);
        var channels = new ArrayList<FileChannel>();
        try {
            for (var path : paths) {
                var channel = open(path);
                channels.add(channel);
                channel.lock();
            }
            return work.run();
        } finally {
            close(channels);
            threads.forEach(ReentrantLock::unlock);
        }
    }

    private static FileChannel open(Path stateFile) throws IOException {
        return FileChannel.open(
                stateFile.resolveSibling(stateFile.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Gives the locks of files back; a channel that fails to close has lost its lock all the same. */
    private static void close(List<FileChannel> channels) {
        for (var channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("The lock of a state file could not be closed.", e);
            }
        }
    }
}
