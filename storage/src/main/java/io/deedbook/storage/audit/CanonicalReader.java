// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.PlainBytes;
import io.deedbook.storage.tlog.MalformedException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads canonical JSON (RFC 8785, of strings, integers, arrays and objects) and refuses every other spelling, in one
 * pass over the bytes: white space, other escapes, unsorted or repeated names, UTF-8 that is none. Names of members are
 * plain ASCII.
 */
final class CanonicalReader {
    private static final String REASON = "leaf-not-canonical";
    private static final int DEPTH_MAX = 16;
    private static final int DIGITS_MAX = 16;
    private static final long INTEGER_MAX = 1L << 53;
    /** The letters after a backslash; other control characters are escaped as four hexadecimal digits. */
    private static final String SHORT_ESCAPES = "\"\\btnfr";

    private final byte[] bytes;

    // Mutable state, owned by the reading thread.
    private int next;
    private int depth;

    CanonicalReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes past this byte, or refuses the text. */
    void expect(char wanted) {
        if (next >= bytes.length || bytes[next] != wanted) {
            throw malformed();
        }
        next++;
    }

    /** Whether the next byte is this one; goes past it if so. */
    boolean skips(char wanted) {
        if (next < bytes.length && bytes[next] == wanted) {
            next++;
            return true;
        }
        return false;
    }

    /** Refuses what comes after the end. */
    void end() {
        if (next != bytes.length) {
            throw malformed();
        }
    }

    /**
     * The name of the next member, or null at the end of the object. The opening brace was read.
     *
     * @param before the name of the member before, or null for the first
     */
    @Nullable
    String member(@Nullable String before) {
        if (before == null ? skips('}') : !skips(',') && skipsEnd('}')) {
            return null;
        }
        var begin = next + 1;
        skipString();
        for (var position = begin; position < next - 1; position++) {
            if (bytes[position] < 0x20 || bytes[position] == '\\') {
                throw malformed();
            }
        }
        var name = new String(bytes, begin, next - 1 - begin, StandardCharsets.US_ASCII);
        if (before != null && name.compareTo(before) <= 0) {
            throw malformed();
        }
        expect(':');
        return name;
    }

    private boolean skipsEnd(char end) {
        expect(end);
        return true;
    }

    /** A string without escapes: an id, a commitment, a kind. */
    String plainString() {
        var begin = next + 1;
        skipString();
        for (var position = begin; position < next - 1; position++) {
            if (bytes[position] == '\\') {
                throw malformed();
            }
        }
        return new String(bytes, begin, next - 1 - begin, StandardCharsets.UTF_8);
    }

    /** Goes past a value of any kind. */
    void skipValue() {
        if (next >= bytes.length) {
            throw malformed();
        }
        switch (bytes[next]) {
            case '"' -> skipString();
            case '[' -> skipArray();
            case '{' -> skipObject();
            default -> skipInteger();
        }
    }

    private void skipArray() {
        enter();
        if (!skips(']')) {
            do {
                skipValue();
            } while (skips(','));
            expect(']');
        }
        depth--;
    }

    /** What {@link #member} does for each member, without its name as a text. */
    private void skipObject() {
        enter();
        if (!skips('}')) {
            var before = 0;
            var beforeEnd = 0;
            do {
                var begin = next + 1;
                skipName();
                var end = next - 1;
                if (before > 0 && !isSorted(before, beforeEnd, begin, end)) {
                    throw malformed();
                }
                before = begin;
                beforeEnd = end;
                expect(':');
                skipValue();
            } while (skips(','));
            expect('}');
        }
        depth--;
    }

    /** Whether one name stands before another; two names mostly differ in their first bytes. */
    private boolean isSorted(int first, int firstEnd, int second, int secondEnd) {
        var common = Math.min(firstEnd - first, secondEnd - second);
        for (var offset = 0; offset < common; offset++) {
            if (bytes[first + offset] != bytes[second + offset]) {
                return bytes[first + offset] < bytes[second + offset];
            }
        }
        return firstEnd - first < secondEnd - second;
    }

    private void skipName() {
        expect('"');
        next = PlainBytes.asciiEnd(bytes, next);
        expect('"');
    }

    private void enter() {
        next++;
        if (++depth > DEPTH_MAX) {
            throw malformed();
        }
    }

    private void skipInteger() {
        var negative = skips('-');
        var begin = next;
        var value = 0L;
        while (next < bytes.length && bytes[next] >= '0' && bytes[next] <= '9' && next - begin < DIGITS_MAX) {
            value = value * 10 + bytes[next++] - '0';
        }
        var zero = next > begin && bytes[begin] == '0';
        if (next == begin || (zero && (negative || next - begin > 1)) || value > INTEGER_MAX) {
            throw malformed();
        }
    }

    private void skipString() {
        expect('"');
        while (true) {
            next = PlainBytes.asciiEnd(bytes, next);
            if (next == bytes.length) {
                throw malformed();
            }
            var octet = bytes[next];
            if (octet == '"') {
                next++;
                return;
            } else if (octet == '\\') {
                skipEscape();
            } else if (octet < 0) {
                skipWide();
            } else {
                throw malformed();
            }
        }
    }

    private void skipEscape() {
        next++;
        if (next < bytes.length && SHORT_ESCAPES.indexOf(bytes[next]) >= 0) {
            next++;
            return;
        }
        if (bytes.length - next < 5 || bytes[next] != 'u' || bytes[next + 1] != '0' || bytes[next + 2] != '0') {
            throw malformed();
        }
        var high = bytes[next + 3] - '0';
        var low = hex(bytes[next + 4]);
        var unit = high * 16 + low;
        var hasShort = unit == '\b' || unit == '\t' || unit == '\n' || unit == '\f' || unit == '\r';
        if (high < 0 || high > 1 || low < 0 || hasShort) {
            throw malformed();
        }
        next += 5;
    }

    private static int hex(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
    }

    /** A character of two to four bytes: the shortest form, no surrogate, nothing beyond Unicode (RFC 3629 §4). */
    private void skipWide() {
        var lead = bytes[next] & 0xff;
        var length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || bytes.length - next < length) {
            throw malformed();
        }
        var point = lead & (0x7f >>> length);
        for (var offset = 1; offset < length; offset++) {
            var octet = bytes[next + offset];
            if ((octet & 0xc0) != 0x80) {
                throw malformed();
            }
            point = point << 6 | (octet & 0x3f);
        }
        var least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000;
        if (point < least || point > Character.MAX_CODE_POINT || (point >= 0xd800 && point <= 0xdfff)) {
            throw malformed();
        }
        next += length;
    }

    static MalformedException malformed() {
        return new MalformedException(REASON);
    }
}
