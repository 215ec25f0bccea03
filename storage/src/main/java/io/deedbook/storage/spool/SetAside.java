// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what can't be appended in a file of its own beside the segment, as it is, for a person; the rest goes on
 * without it. Used by the spool's thread; blocks.
 */
final class SetAside {
    private static final Logger log = LoggerFactory.getLogger(SetAside.class);
    private static final int CHUNK_BYTES = 1 << 20;

    private final Channels channels;
    private final SpoolMetrics metrics;

    SetAside(Channels channels, SpoolMetrics metrics) {
        this.channels = channels;
        this.metrics = metrics;
    }

    /** Bytes that are no entry, or one that does not open. */
    void damaged(Segment segment, SegmentReader reader, Piece piece) {
        metrics.damaged();
        keep(segment.asideFile(piece.offset(), "damaged"), reader, piece, "damaged");
    }

    /** An entry that the ledger will never take. */
    void rejected(Batch.Origin origin) {
        metrics.rejected(1);
        var piece = origin.piece();
        try (var reader = new SegmentReader(channels, origin.segment().file())) {
            keep(origin.segment().asideFile(piece.offset(), "rejected"), reader, piece, "refused by the ledger");
        } catch (IOException e) {
            log.error(
                    "An entry of the spool was refused by the ledger and is lost. cause={}",
                    e.getClass().getName());
        }
    }

    private void keep(Path file, SegmentReader reader, Piece piece, String why) {
        try {
            copy(file, reader, piece);
            log.error(
                    "An entry of the spool is {}. It was set aside. file={} bytes={}",
                    why,
                    file,
                    piece.end() - piece.offset());
        } catch (FileAlreadyExistsException e) {
            // set aside before the process ended the last time
        } catch (IOException e) {
            log.error(
                    "An entry of the spool is {}, and could not be set aside. cause={}",
                    why,
                    e.getClass().getName());
        }
    }

    private void copy(Path file, SegmentReader reader, Piece piece) throws IOException {
        try (var out = channels.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (var offset = piece.offset(); offset < piece.end(); offset += CHUNK_BYTES) {
                ByteBuffer chunk = reader.bytes(offset, (int) Math.min(CHUNK_BYTES, piece.end() - offset));
                while (chunk.hasRemaining()) {
                    out.write(chunk);
                }
            }
            out.force(true);
        }
        DurableFile.forceName(file);
    }
}
