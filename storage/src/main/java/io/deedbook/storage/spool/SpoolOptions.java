// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import java.nio.file.Path;

/**
 * Where and how much is kept while the database is away.
 *
 * @param directory with a slot for each process that shares it
 * @param keyFile under which what is kept is encrypted; made where there is none
 * @param bytesMax of all files of this process
 * @param freeBytesMin that are left to others on the file system, such as the included PostgreSQL
 * @param afterMillis how long the database may take before it counts as away
 */
public record SpoolOptions(Path directory, Path keyFile, long bytesMax, long freeBytesMin, long afterMillis) {
    /** 1 GiB: a million records of the usual size, half an hour of a busy collector. */
    public static final long BYTES_MAX_DEFAULT = 1L << 30;

    /** A client that exits waits 2 s for its last batch. */
    public static final long AFTER_MILLIS_DEFAULT = 1_500;

    private static final long FREE_BYTES_MIN = 256L << 20;

    public SpoolOptions {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax + " (expected: >= 1)");
        }
        if (afterMillis < 1) {
            throw new IllegalArgumentException("afterMillis: " + afterMillis + " (expected: >= 1)");
        }
    }

    /** In the usual places of a data directory. */
    public static SpoolOptions in(Path dataDir, long bytesMax, long afterMillis) {
        return new SpoolOptions(
                dataDir.resolve("spool"),
                dataDir.resolve("keys").resolve("spool.key"),
                bytesMax,
                FREE_BYTES_MIN,
                afterMillis);
    }

    /** The same with the key in another file. */
    public SpoolOptions withKeyFile(Path file) {
        return new SpoolOptions(directory, file, bytesMax, freeBytesMin, afterMillis);
    }
}
