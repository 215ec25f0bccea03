// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link ByteWriter} wrote. Never takes more memory than the bytes that are left. */
final class ByteReader {
    private final byte[] bytes;

    // Mutable state, owned by the one thread that reads.
    private int position;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    long number() throws UnreadableEntryException {
        var value = 0L;
        for (var shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == bytes.length) {
                throw cut();
            }
            var next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new UnreadableEntryException("a number of the entry is too long");
    }

    /** How many of something follow, each of at least one byte. */
    int count() throws UnreadableEntryException {
        var count = number();
        if (count < 0 || count > bytes.length - position) {
            throw cut();
        }
        return (int) count;
    }

    byte[] raw(int count) throws UnreadableEntryException {
        if (count > bytes.length - position) {
            throw cut();
        }
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    byte[] block() throws UnreadableEntryException {
        return raw(count());
    }

    String text() throws UnreadableEntryException {
        var count = count();
        position += count;
        return new String(bytes, position - count, count, StandardCharsets.UTF_8);
    }

    private static UnreadableEntryException cut() {
        return new UnreadableEntryException("the entry ends too early");
    }
}
