// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.storage.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * The included PostgreSQL as its first start leaves it, made once for all tests of this process: unpacking its programs
 * and making its files takes longer than most tests do. What is in the database is still made by whoever starts on it.
 * Tests of a first start do without.
 */
public final class PreparedDatabase {
    private static final String FOLDER = "postgres";
    private static final String PROGRAMS = "programs-";

    private PreparedDatabase() {}

    private static final class Template {
        static final Path FOLDER = made();

        private static Path made() {
            try {
                var directory = Files.createTempDirectory("deedbook-it-template");
                // who runs as root may run PostgreSQL as somebody else
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
                EmbeddedDatabase.start(directory).close();
                return directory.resolve(PreparedDatabase.FOLDER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(Path directory) {
            try (var paths = Files.walk(directory)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Puts it where a collector looks for it, unless there is one already.
     *
     * @return the same directory
     */
    public static Path in(Path dataDir) {
        var folder = dataDir.resolve(FOLDER);
        if (!Files.exists(folder)) {
            try {
                Files.createDirectories(dataDir);
                copy(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return dataDir;
    }

    private static void copy(Path folder) throws IOException {
        try (var paths = Files.walk(Template.FOLDER)) {
            for (var path : paths.filter(path -> !isInPrograms(path)).toList()) {
                // with its permissions: PostgreSQL refuses files that others can read
                Files.copy(
                        path,
                        folder.resolve(Template.FOLDER.relativize(path)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
        try (var programs = Files.newDirectoryStream(Template.FOLDER, PROGRAMS + "*")) {
            for (var program : programs) {
                Files.createSymbolicLink(folder.resolve(program.getFileName()), program);
            }
        }
    }

    private static boolean isInPrograms(Path path) {
        return Template.FOLDER.relativize(path).toString().startsWith(PROGRAMS);
    }
}
