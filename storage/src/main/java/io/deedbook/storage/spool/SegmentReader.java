// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.spool.SegmentFormat.Header;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a segment, and finds the next one behind a damage. Blocks. */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 64 * 1024;
    /** The most places that look like a frame and are tried behind a damage: marks come once in 4 GiB by chance. */
    private static final int TRIES_MAX = 64;

    private final FileChannel channel;

    SegmentReader(Channels channels, Path file) throws IOException {
        channel = channels.open(file, Set.of(StandardOpenOption.READ));
    }

    long size() throws IOException {
        return channel.size();
    }

    @Nullable
    Header header() throws IOException {
        return size() < SegmentFormat.HEADER_BYTES
                ? null
                : SegmentFormat.header(bytes(0, SegmentFormat.HEADER_BYTES).array());
    }

    /** What is at {@code offset}, which is before {@code limit}. */
    Piece at(long offset, long limit) throws IOException {
        var whole = whole(offset, limit);
        if (whole != null) {
            return whole;
        }
        var next = next(offset + 1, limit);
        if (next < limit) {
            return new Piece.Damaged(offset, next);
        }
        return isCut(offset, limit) ? new Piece.Torn(offset, limit) : new Piece.Damaged(offset, limit);
    }

    private Piece.@Nullable Whole whole(long offset, long limit) throws IOException {
        if (limit - offset <= SegmentFormat.FRAME_HEAD_BYTES) {
            return null;
        }
        var head = bytes(offset, SegmentFormat.FRAME_HEAD_BYTES);
        var mark = head.getInt();
        var length = head.getInt();
        var start = offset + SegmentFormat.FRAME_HEAD_BYTES;
        if (mark != SegmentFormat.MARK || !SegmentFormat.isLength(length) || length > limit - start) {
            return null;
        }
        var entry = bytes(start, length).array();
        return head.getInt() == SegmentFormat.crc(entry) ? new Piece.Whole(offset, entry) : null;
    }

    /** Where the next whole frame begins, {@code limit} where there is none. */
    private long next(long from, long limit) throws IOException {
        var tries = 0;
        for (var start = from; start < limit; start += WINDOW_BYTES) {
            // some more, so that no mark is cut
            var window = bytes(start, (int) Math.min(WINDOW_BYTES + Integer.BYTES - 1, limit - start));
            for (var position = 0; position + Integer.BYTES <= window.limit(); position++) {
                if (window.getInt(position) != SegmentFormat.MARK) {
                    continue;
                }
                if (whole(start + position, limit) != null) {
                    return start + position;
                }
                if (++tries == TRIES_MAX) {
                    return limit;
                }
            }
        }
        return limit;
    }

    /** Whether a frame begins here and goes beyond the end, or nothing but zeros were written. */
    private boolean isCut(long offset, long limit) throws IOException {
        if (limit - offset < SegmentFormat.FRAME_HEAD_BYTES) {
            return true;
        }
        var head = bytes(offset, SegmentFormat.FRAME_HEAD_BYTES);
        if (head.getInt() == SegmentFormat.MARK) {
            var length = head.getInt();
            return SegmentFormat.isLength(length) && length > limit - offset - SegmentFormat.FRAME_HEAD_BYTES;
        }
        return isZero(offset, limit);
    }

    private boolean isZero(long offset, long limit) throws IOException {
        for (var start = offset; start < limit; start += WINDOW_BYTES) {
            var window = bytes(start, (int) Math.min(WINDOW_BYTES, limit - start));
            while (window.hasRemaining()) {
                if (window.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    ByteBuffer bytes(long offset, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("a file of the spool became shorter");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
