// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** The files of a PostgreSQL that runs, which removes some at any time. */
public final class RunningFiles {
    private RunningFiles() {}

    /** What is done with a file or a directory. */
    public interface Action {
        void run(Path path) throws IOException;
    }

    /** Does it with all that is in a directory, directories before what is in them; not with what is gone by then. */
    public static void each(Path directory, Action action) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                return visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                try {
                    action.run(path);
                } catch (NoSuchFileException e) {
                    return visitFileFailed(path, e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !path.equals(directory) && Files.notExists(path)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
