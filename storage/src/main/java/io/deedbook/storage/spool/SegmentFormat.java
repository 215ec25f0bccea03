// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.handoff.EntrySealer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The format of a segment, big-endian: a header, then frames one behind another.
 *
 * <pre>
 *   header  "DBSPOOL1" | key id i64 | place 16 bytes, random | CRC-32C of these i32
 *   frame   "\u00dbSPL" i32 | length i32 | CRC-32C of length and entry i32 | entry (see EntrySealer)
 * </pre>
 *
 * <p>The place names the segment for its entries' encryption; their position in it is the offset of their frame. An
 * entry that was torn or damaged is told by its checksum, and the next one is found by the mark at its beginning.
 */
final class SegmentFormat {
    static final int HEADER_BYTES = 8 + Long.BYTES + 16 + Integer.BYTES;
    static final int FRAME_HEAD_BYTES = 3 * Integer.BYTES;
    static final int MARK = 0xdb53504c;

    private static final long MAGIC = 0x444253504f4f4c31L;
    private static final int PLACE_BYTES = 16;

    private SegmentFormat() {}

    /** What a header says. */
    record Header(long keyId, byte[] place) {}

    static ByteBuffer header(Header header) {
        var bytes = ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC)
                .putLong(header.keyId())
                .put(header.place());
        return bytes.putInt(crc(bytes.array(), 0, bytes.position())).flip();
    }

    /** The header, or null where there is none that is whole. */
    static @Nullable Header header(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length != HEADER_BYTES
                || in.getLong() != MAGIC
                || in.getInt(HEADER_BYTES - Integer.BYTES) != crc(bytes, 0, HEADER_BYTES - Integer.BYTES)) {
            return null;
        }
        var keyId = in.getLong();
        var place = new byte[PLACE_BYTES];
        in.get(place);
        return new Header(keyId, place);
    }

    static ByteBuffer frame(byte[] entry) {
        return ByteBuffer.allocate(FRAME_HEAD_BYTES + entry.length)
                .putInt(MARK)
                .putInt(entry.length)
                .putInt(crc(entry))
                .put(entry)
                .flip();
    }

    static boolean isLength(int length) {
        return length > 0 && length <= EntrySealer.ENTRY_BYTES_MAX;
    }

    /** The checksum of a frame. */
    static int crc(byte[] entry) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, entry.length));
        crc.update(entry);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
