// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Up to where a segment is in the ledger, in a file beside it: pairs of an offset and the CRC-32C
 * of the segment's place and it, of which the last whole one counts.
 * The ledger itself knows requests again that were sent less than 24 h ago; this is for those that waited longer.
 * Blocks.
 */
final class DrainMark {
    private static final int BYTES = Long.BYTES + Integer.BYTES;

    private DrainMark() {}

    /** The mark of a segment, 0 where there is none. */
    static long read(Path file, byte[] place) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        var offset = 0L;
        while (bytes.remaining() >= BYTES) {
            var next = bytes.getLong();
            if (bytes.getInt() == crc(place, next)) {
                offset = Math.max(offset, next);
            }
        }
        return offset;
    }

    /** Moves the mark; returns when that is on disk. */
    static void write(Channels channels, Path file, byte[] place, long offset) throws IOException {
        var isNew = !Files.exists(file);
        try (var channel = channels.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // over a torn one, if there is
            var end = channel.size() / BYTES * BYTES;
            var bytes = ByteBuffer.allocate(BYTES)
                    .putLong(offset)
                    .putInt(crc(place, offset))
                    .flip();
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(false);
        }
        if (isNew) {
            DurableFile.forceName(file);
        }
    }

    private static int crc(byte[] place, long offset) {
        var crc = new CRC32C();
        crc.update(place);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        return (int) crc.getValue();
    }
}
