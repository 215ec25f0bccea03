// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files that are audited, wherever they lie. All that is in them is hostile. */
public interface AuditFiles extends Closeable {
    /** What the files are taken from, as a person names it. */
    String name();

    /** A file by its path, with slashes, or empty where there is none. */
    Optional<InputStream> open(String path) throws IOException;

    /** The names of the files in a folder, sorted as numbers where they are; empty where it cannot be listed. */
    List<Long> numbers(String folder) throws IOException;

    /**
     * The bytes of a file, or empty where there is none.
     *
     * @throws IOException also for a file of more than {@code bytesMax}
     */
    default Optional<byte[]> read(String path, int bytesMax) throws IOException {
        var file = open(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (var in = file.get()) {
            var bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException("The file " + path + " is larger than " + bytesMax + " bytes.");
            }
            return Optional.of(bytes);
        }
    }

    @Override
    void close() throws IOException;
}
