// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs that come inside our jar, unpacked once into the data directory. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * Unpacks the programs for this machine unless they are there already.
     *
     * @return the {@code bin} directory
     */
    static Path unpack(Path directory) throws IOException {
        var resource = resource();
        var target = directory.resolve("programs-" + fingerprint(resource));
        if (!Files.isDirectory(target)) {
            var partial = Files.createTempDirectory(directory, "unpacking");
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var in = new TarArchiveInputStream(new XZCompressorInputStream(open(resource)))) {
                extract(in, partial);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target.resolve("bin");
    }

    private static String resource() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return "/postgres-"
                + (system.startsWith("mac") ? "darwin" : system)
                + '-'
                + (architecture.equals("aarch64") ? "arm_64" : "x86_64")
                + ".txz";
    }

    private static InputStream open(String resource) {
        var in = PostgresBinaries.class.getResourceAsStream(resource);
        if (in == null) {
            throw new DatabaseUnusableException("No PostgreSQL for this operating system is included."
                    + " Name a database of your own with --database-url or DEEDBOOK_DATABASE_URL.");
        }
        return in;
    }

    private static String fingerprint(String resource) throws IOException {
        try (var in = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void extract(TarArchiveInputStream in, Path root) throws IOException {
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            var path = root.resolve(entry.getName()).normalize();
            if (!path.startsWith(root)) {
                throw new IOException("an entry of the PostgreSQL archive lies outside of it");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(parent(path));
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(path, root.resolve(entry.getLinkName()).normalize());
            } else {
                Files.copy(in, path);
                permit(path, entry);
            }
        }
    }

    private static void permit(Path path, TarArchiveEntry entry) throws IOException {
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Removes what an interrupted unpacking or initialisation left behind. */
    static void removeLeftOvers(Path directory) throws IOException {
        try (var children = Files.newDirectoryStream(directory, "{unpacking,initialising}*")) {
            for (var child : children) {
                removeTree(child);
            }
        }
    }

    private static void removeTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
