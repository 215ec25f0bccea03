// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks over a protobuf message in a byte array. It allocates nothing for lengths that a sender claims and never reads
 * past the message it is in. Used by one thread.
 *
 * <p>Source: protobuf.dev, "Encoding".
 */
final class ProtobufCursor {
    /** Wire types, the low three bits of a tag. */
    static final int VARINT = 0;

    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int WIRE_TYPE_BITS = 3;
    private static final int VARINT_BITS_MAX = 70;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final TextCache texts;

    // Mutable state, owned by the thread that decodes.
    private int position;
    private int limit;

    ProtobufCursor(byte[] bytes, int size) {
        this.bytes = bytes;
        texts = new TextCache(bytes, size);
        limit = size;
    }

    /** The next tag of the message, or 0 at its end. */
    int nextTag() {
        if (position == limit) {
            return 0;
        }
        var tag = varint32();
        if (tag >>> WIRE_TYPE_BITS == 0) {
            throw malformed();
        }
        return tag;
    }

    /** Enters the length-delimited field whose tag was read. Returns what {@link #leave} wants back. */
    int enter() {
        var size = varint64();
        if (size < 0 || size > limit - position) {
            throw malformed();
        }
        var outer = limit;
        limit = position + (int) size;
        return outer;
    }

    /** Leaves the field that was entered, past whatever of it was not read. */
    void leave(int outer) {
        position = limit;
        limit = outer;
    }

    boolean atEnd() {
        return position == limit;
    }

    String text() {
        var outer = enter();
        var text = texts.text(position, limit - position);
        leave(outer);
        return text;
    }

    byte[] copyBytes() {
        var outer = enter();
        var copy = Arrays.copyOfRange(bytes, position, limit);
        leave(outer);
        return copy;
    }

    String hexId(int sizeMax) {
        var outer = enter();
        var id = HexId.of(bytes, position, limit - position, sizeMax);
        leave(outer);
        return id;
    }

    long varint64() {
        var result = 0L;
        for (var shift = 0; shift < VARINT_BITS_MAX; shift += 7) {
            if (position == limit) {
                throw malformed();
            }
            var octet = bytes[position++];
            result |= (long) (octet & 0x7F) << shift;
            if (octet >= 0) {
                return result;
            }
        }
        throw malformed();
    }

    /** A varint's low 32 bits, which is how protobuf reads {@code int32}, {@code uint32} and enums. */
    int varint32() {
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        return (int) varint64();
    }

    long unsignedVarint32() {
        return varint32() & 0xFFFF_FFFFL;
    }

    int zigZag32() {
        var encoded = varint32();
        return (encoded >>> 1) ^ -(encoded & 1);
    }

    long fixed64() {
        if (limit - position < Long.BYTES) {
            throw malformed();
        }
        var number = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return number;
    }

    double fixedDouble() {
        return Double.longBitsToDouble(fixed64());
    }

    /** Goes past the value of a field that is not known. */
    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint64();
            case FIXED64 -> advance(Long.BYTES);
            case LENGTH -> leave(enter());
            case START_GROUP -> skipGroup();
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw malformed();
        }
    }

    /** Groups are out of use, but an unknown field may be one. Counted, not recursed into. */
    private void skipGroup() {
        var depth = 1;
        while (depth > 0) {
            var tag = nextTag();
            if (tag == 0) {
                throw malformed();
            }
            switch (tag & 7) {
                case START_GROUP -> depth++;
                case END_GROUP -> depth--;
                default -> skip(tag);
            }
        }
    }

    private void advance(int size) {
        if (limit - position < size) {
            throw malformed();
        }
        position += size;
    }

    private MalformedExportException malformed() {
        return new MalformedExportException("The body is not valid protobuf at byte " + position + ".");
    }
}
