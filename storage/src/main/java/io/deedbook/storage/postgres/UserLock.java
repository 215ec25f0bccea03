// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock that every process which uses the included PostgreSQL shares, so that who leaves knows whether anybody stays.
 * The kernel releases it when a process ends in whatever way. A second user in one process has no lock of its own. Not
 * thread-safe.
 */
final class UserLock implements AutoCloseable {
    private final FileChannel file;
    private @Nullable FileLock lock;

    private UserLock(FileChannel file) {
        this.file = file;
    }

    /** Waits, for moments, while somebody asks {@link #isAnybodyElse}. */
    static UserLock shared(Path path) throws IOException {
        var users = new UserLock(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        users.share();
        return users;
    }

    private void share() throws IOException {
        try {
            lock = file.lock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
    }

    /** Whether another process has it too. */
    boolean isAnybodyElse() throws IOException {
        if (lock != null) {
            lock.release();
        }
        try {
            @Nullable FileLock alone = file.tryLock();
            if (alone != null) {
                alone.release();
            }
            return alone == null;
        } catch (OverlappingFileLockException e) {
            // who shares it in this very process will ask for itself
            return true;
        } finally {
            share();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
