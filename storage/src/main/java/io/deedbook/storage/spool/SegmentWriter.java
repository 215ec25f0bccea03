// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.sign.DurableFile;
import io.deedbook.storage.spool.SegmentFormat.Header;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a new segment to its end. What was not forced may be lost, and is cut off when something fails. Blocks. */
final class SegmentWriter implements Closeable {
    private final FileChannel channel;

    // Mutable state, owned by the spool's thread.
    private long size;
    private long forcedSize;

    /** Makes the file, whose name is on disk afterwards. */
    SegmentWriter(Channels channels, Path file, Header header) throws IOException {
        channel = channels.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            write(SegmentFormat.header(header));
            force();
            DurableFile.forceName(file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the next frame begins. */
    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += channel.write(bytes, size);
        }
    }

    void force() throws IOException {
        channel.force(false);
        forcedSize = size;
    }

    /** Takes back what was not forced. */
    void cut() throws IOException {
        channel.truncate(forcedSize);
        size = forcedSize;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
