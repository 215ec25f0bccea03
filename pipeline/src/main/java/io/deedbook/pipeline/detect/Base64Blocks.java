// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of base64 in a text (RFC 4648 §4 and §5, also in lines) whose bytes are text. Each character is looked at
 * a bounded number of times, whatever the text is.
 */
final class Base64Blocks {
    /** The shortest block that is decoded. */
    static final int CHARS_MIN = 24;

    private static final int STRIDE = 12;
    private static final int DECODED_BYTES_MAX = (1 << 16) / 4 * 3;
    private static final int LINE_CHARS_MIN = 60;
    private static final int BYTES_OF_SIGN_MAX = 4;
    private static final int PROBE_BYTES = 12;
    private static final byte[] VALUES = values();
    private static final byte[] NONE = {};

    private final String text;

    // Mutable state, owned by the scanning thread.
    private int place;
    private int from;
    private int decodedTo;
    private byte[] bytes = NONE;
    private int size;
    private int held;
    private int bits;

    Base64Blocks(String text) {
        this.text = text;
    }

    /**
     * A block.
     *
     * @param span where it stands
     * @param decoded what it says
     */
    record Block(Span span, String decoded) {}

    /** The next block, or null. */
    @Nullable
    Block next() {
        for (; place + STRIDE - 1 < text.length(); place += STRIDE) {
            if (isIn(place) && isIn(place + 4) && isIn(place + 8) && isIn(place + STRIDE - 1)) {
                var block = around(place);
                if (block != null) {
                    return block;
                }
            }
        }
        return null;
    }

    /** The block that a place is in, if it is one; goes on behind it. */
    private @Nullable Block around(int inside) {
        var start = inside;
        var limit = Math.max(from, inside - STRIDE);
        while (start > limit && isIn(start - 1)) {
            start--;
        }
        var end = endOfLine(start);
        decodedTo = end;
        var block = end - start < CHARS_MIN ? null : block(start, end);
        from = decodedTo;
        place = Math.max(inside + 1, from);
        return block;
    }

    private @Nullable Block block(int start, int firstEnd) {
        if (!isTextAtFirst(start)) {
            return null;
        }
        size = 0;
        bits = 0;
        held = 0;
        var end = start;
        for (var lineEnd = firstEnd; ; lineEnd = endOfLine(end)) {
            for (; end < lineEnd && size < DECODED_BYTES_MAX; end++) {
                decode(VALUES[text.charAt(end)]);
            }
            var next = size < DECODED_BYTES_MAX ? nextLine(end) : -1;
            if (end - start < LINE_CHARS_MIN || next < 0) {
                break;
            }
            end = next;
        }
        while (end < text.length() && text.charAt(end) == '=') {
            end++;
        }
        decodedTo = end;
        var decoded = decoded();
        return decoded == null ? null : new Block(new Span(start, end), decoded);
    }

    private void decode(int value) {
        held = (held << 6 | value) & 0xFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes = size < bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(256, 2 * size));
            bytes[size++] = (byte) (held >> bits);
        }
    }

    private int endOfLine(int start) {
        var end = start;
        while (end < text.length() && isIn(end)) {
            end++;
        }
        return end;
    }

    /** Where the next line of the block begins, after a line break that may be spelt as JSON does, or -1. */
    private int nextLine(int end) {
        var index = end;
        for (var part : new String[] {"\\r", "\r", "\\n", "\n"}) {
            index += text.startsWith(part, index) ? part.length() : 0;
        }
        return index > end && index < text.length() && isIn(index) ? index : -1;
    }

    /** Whether the first bytes are signs of UTF-8, or of ASCII in UTF-16LE: those of most other things are not. */
    private boolean isTextAtFirst(int start) {
        var probe = new byte[PROBE_BYTES];
        for (var index = 0; index < PROBE_BYTES; index += 3) {
            var quad = start + index / 3 * 4;
            var held = VALUES[text.charAt(quad)] << 18
                    | VALUES[text.charAt(quad + 1)] << 12
                    | VALUES[text.charAt(quad + 2)] << 6
                    | VALUES[text.charAt(quad + 3)];
            probe[index] = (byte) (held >> 16);
            probe[index + 1] = (byte) (held >> 8);
            probe[index + 2] = (byte) held;
        }
        return isWide(probe, PROBE_BYTES) || isUtf8(probe);
    }

    private static boolean isUtf8(byte[] probe) {
        for (var index = 0; index < probe.length; ) {
            var first = probe[index] & 0xFF;
            var more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : -1;
            if (more < 0 || first >= 0xF5 || (first < 0x20 && !isWhite(first)) || first == 0x7F) {
                return false;
            }
            for (var at = index + 1; at <= index + more && at < probe.length; at++) {
                if ((probe[at] & 0xC0) != 0x80) {
                    return false;
                }
            }
            index += 1 + more;
        }
        return true;
    }

    private static boolean isWide(byte[] bytes, int count) {
        for (var index = 0; index + 1 < count; index += 2) {
            if (bytes[index + 1] != 0 || (bytes[index] < 0x20 && !isWhite(bytes[index]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhite(int unit) {
        return unit == '\t' || unit == '\n' || unit == '\r';
    }

    /** The bytes as text, or null when a tenth of it or more cannot be read. */
    private @Nullable String decoded() {
        var wide = size >= PROBE_BYTES && isWide(bytes, PROBE_BYTES);
        var decoded = new String(bytes, 0, size, wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
        var unread = 0;
        for (var index = 0; index < decoded.length(); index++) {
            var unit = decoded.charAt(index);
            unread += unit == '\ufffd' || (unit < ' ' && !isWhite(unit)) ? 1 : 0;
        }
        return unread * 10 > decoded.length() + BYTES_OF_SIGN_MAX ? null : decoded;
    }

    private boolean isIn(int index) {
        var unit = text.charAt(index);
        return unit < VALUES.length && VALUES[unit] >= 0;
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var value = 0; value < alphabet.length(); value++) {
            values[alphabet.charAt(value)] = (byte) value;
        }
        values['-'] = 62;
        values['_'] = 63;
        return values;
    }
}
