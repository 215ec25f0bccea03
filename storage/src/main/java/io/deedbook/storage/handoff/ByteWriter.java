// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow, up to a limit. Numbers are variable-length, seven bits a byte, lowest first; texts are UTF-8 behind
 * their length.
 */
final class ByteWriter {
    private static final int FIRST_BYTES = 4096;
    private static final int VARIABLE_BYTES_MAX = 10;

    private final int bytesMax;

    // Mutable state, owned by the one thread that writes.
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    ByteWriter(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** The array that holds what was written, and room behind it. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** A number of any sign; small ones without one are short. */
    void number(long value) {
        makeRoom(VARIABLE_BYTES_MAX);
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void raw(byte[] value) {
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void block(byte[] value) {
        number(value.length);
        raw(value);
    }

    void text(String value) {
        block(value.getBytes(StandardCharsets.UTF_8));
    }

    private void makeRoom(int count) {
        if (count > bytesMax - size) {
            throw new EntryTooLargeException(bytesMax);
        }
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(2L * bytes.length, (long) size + count)));
        }
    }
}
