// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps everyone else from a log's state between reading and writing it: other threads and, by a lock file, other processes on
 * this host or file system. The database's advisory lock does the same as long as there is one database; after a failover
 * there may be two for a while.
 */
final class StateLock {
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
        var path = stateFile.toAbsolutePath().normalize();
        var threads = THREADS[Math.floorMod(path.hashCode(), THREADS.length)];
        threads.lock();
        try (var channel = FileChannel.open(
                path.resolveSibling(path.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // Given back when the channel is closed.
            channel.lock();
            return work.run();
        } finally {
            threads.unlock();
        }
    }
}
