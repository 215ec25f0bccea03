// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How far the bytes of a string stand for themselves in canonical JSON, looked at eight at a time. */
public final class PlainBytes {
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private PlainBytes() {}

    /** Where, from {@code from} on, the first byte is that has to be escaped; the length where there is none. */
    static int end(byte[] utf8, int from) {
        var at = from;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            var escaped = escaped((long) INT64.get(utf8, at));
            if (escaped != 0) {
                return at + firstOf(escaped);
            }
        }
        while (at < utf8.length && !isEscaped(utf8[at])) {
            at++;
        }
        return at;
    }

    /** The same, or where the first character beyond ASCII is. */
    public static int asciiEnd(byte[] utf8, int from) {
        var at = from;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            var eight = (long) INT64.get(utf8, at);
            var others = escaped(eight) | (eight & HIGH_BITS);
            if (others != 0) {
                return at + firstOf(others);
            }
        }
        while (at < utf8.length && utf8[at] >= 0 && !isEscaped(utf8[at])) {
            at++;
        }
        return at;
    }

    /**
     * The lowest bit that is set is the highest of the first byte that has to be escaped; 0 for none. Bits above it may
     * be set for others: a byte below n, for n up to 128, borrows from its high bit (Warren, Hacker's Delight, 6-1),
     * and from the next byte.
     */
    private static long escaped(long eight) {
        var quotes = eight ^ QUOTES;
        var backslashes = eight ^ BACKSLASHES;
        return (((eight - SPACES) & ~eight) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes))
                & HIGH_BITS;
    }

    private static int firstOf(long highBits) {
        return Long.numberOfTrailingZeros(highBits) / Byte.SIZE;
    }

    /** Bytes of characters beyond ASCII are negative, and stay. */
    private static boolean isEscaped(byte unit) {
        return (unit >= 0 && unit < ' ') || unit == '"' || unit == '\\';
    }
}
