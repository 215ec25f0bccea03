// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which logs a witness has ever cosigned, in one file beside theirs: a log whose file is gone is not taken for one that
 * is new. Written after the log's first file and before its first answer. Thread-safe; methods block.
 */
final class CosignedIndex {
    private static final String FILE = "cosigned.index";
    private static final String SUFFIX = ".checkpoint";
    private static final int BYTES_MAX = 16 * 1024 * 1024;
    private static final int HASH_CHARS = 64;

    private final Path file;
    // Mutable state, guarded by this.
    private final Set<String> hashes;

    private CosignedIndex(Path file, Set<String> hashes) {
        this.file = file;
        this.hashes = hashes;
    }

    /**
     * The index of a directory; what is there without being in it is added.
     *
     * @throws IOException also when the file of a log is gone
     */
    static CosignedIndex open(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        var written = read(file);
        for (var hash : written) {
            if (!Files.exists(file(directory, hash))) {
                throw new IOException("of its memory the file " + hash + SUFFIX + " is gone. Bring the latest one back,"
                        + " or retire the key and begin anew with another");
            }
        }
        var hashes = new TreeSet<>(written);
        try (var found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var path : found) {
                var name = String.valueOf(path.getFileName());
                var hash = name.substring(0, name.length() - SUFFIX.length());
                if (isHash(hash)) {
                    hashes.add(hash);
                }
            }
        }
        if (!hashes.equals(written)) {
            write(file, hashes);
        }
        return new CosignedIndex(file, hashes);
    }

    /** The file of the log with this hash. */
    static Path file(Path directory, String hash) {
        return directory.resolve(hash + SUFFIX);
    }

    /** Whether the log was ever cosigned. */
    synchronized boolean has(String hash) {
        return hashes.contains(hash);
    }

    /** Adds a log; returns after that is on disk. */
    synchronized void add(String hash) throws IOException {
        if (hashes.contains(hash)) {
            return;
        }
        var more = new TreeSet<>(hashes);
        more.add(hash);
        write(file, more);
        hashes.add(hash);
    }

    private static Set<String> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            var lines = new String(bytes, StandardCharsets.US_ASCII).lines().toList();
            if (bytes.length > BYTES_MAX || !lines.stream().allMatch(CosignedIndex::isHash)) {
                throw new IOException("of its memory the file " + FILE + " is not what the witness wrote");
            }
            return new TreeSet<>(lines);
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    private static boolean isHash(String text) {
        return text.length() == HASH_CHARS
                && text.chars().allMatch(unit -> (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'f'));
    }

    private static void write(Path file, Set<String> hashes) throws IOException {
        DurableFile.write(file, (String.join("\n", hashes) + '\n').getBytes(StandardCharsets.US_ASCII));
    }
}
