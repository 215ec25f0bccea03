// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of the bytes of one body, the same bytes mostly becoming the same string: keys and ids stand in every
 * record of an export. A direct-mapped cache, so a sender can make it useless but not large.
 */
final class TextCache {
    private static final int SIZE_MAX = 64;
    private static final int SLOTS_MAX = 512;
    private static final int BODY_BYTES_PER_SLOT = 64;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int shift;
    private final int[] starts;
    private final @Nullable String[] texts;
    private final int[] sizes;

    TextCache(byte[] bytes, int size) {
        this.bytes = bytes;
        var slots = Integer.highestOneBit(Math.max(16, Math.min(SLOTS_MAX, size / BODY_BYTES_PER_SLOT)));
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        starts = new int[slots];
        sizes = new int[slots];
        texts = new String[slots];
    }

    String text(int start, int size) {
        if (size == 0) {
            return "";
        }
        if (size > SIZE_MAX) {
            return decode(start, size);
        }
        var slot = slot(start, size);
        var cached = texts[slot];
        if (cached != null
                && sizes[slot] == size
                && Arrays.equals(bytes, starts[slot], starts[slot] + size, bytes, start, start + size)) {
            return cached;
        }
        var text = decode(start, size);
        starts[slot] = start;
        sizes[slot] = size;
        texts[slot] = text;
        return text;
    }

    /** Malformed UTF-8 becomes U+FFFD, and so does U+0000. */
    private String decode(int start, int size) {
        return WellFormed.withoutNul(new String(bytes, start, size, StandardCharsets.UTF_8));
    }

    /** From the ends and the size: keys differ there, and so do ids. */
    private int slot(int start, int size) {
        long mixed;
        if (size >= Long.BYTES) {
            mixed = ((long) LONG.get(bytes, start) * 31 + (long) LONG.get(bytes, start + size - Long.BYTES)) * 31
                    + size;
        } else {
            mixed = size;
            for (var at = start; at < start + size; at++) {
                mixed = mixed * 31 + bytes[at];
            }
        }
        return (int) ((mixed * MIX) >>> shift);
    }
}
