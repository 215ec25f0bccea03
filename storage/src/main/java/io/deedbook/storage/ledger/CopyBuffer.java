// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes being written, in network order; grows as needed. Not thread-safe. */
final class CopyBuffer {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int keptBytes;

    // Mutable state, owned by the writing thread.
    private byte[] bytes;
    private int size;

    /** @param keptBytes how large the array may stay when it isn't in use */
    CopyBuffer(int keptBytes) {
        this.keptBytes = keptBytes;
        bytes = new byte[keptBytes];
    }

    void int8(int value) {
        need(Byte.BYTES);
        bytes[size++] = (byte) value;
    }

    void int16(int value) {
        need(Short.BYTES);
        INT16.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    void int32(int value) {
        need(Integer.BYTES);
        INT32.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void int64(long value) {
        need(Long.BYTES);
        INT64.set(bytes, size, value);
        size += Long.BYTES;
    }

    void bytes(byte[] value) {
        need(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Overwrites what stands at {@code index}. */
    void int32At(int index, int value) {
        INT32.set(bytes, index, value);
    }

    int size() {
        return size;
    }

    /** The bytes, of which the first {@link #size} count; the buffer's own. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    /** Lets go of an array that one large record made large. */
    void trim() {
        if (bytes.length > keptBytes) {
            bytes = new byte[keptBytes];
        }
        clear();
    }

    private void need(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), bytes.length * 2));
        }
    }
}
