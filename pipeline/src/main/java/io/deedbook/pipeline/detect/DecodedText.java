// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text as a reader sees it, where it is written in another way: percent and HTML encoding, escapes of JSON,
 * full-width signs, digits of other scripts, signs of no width, spaces and hyphens beside the usual ones. Knows where
 * each sign came from.
 */
final class DecodedText {
    private static final int PERCENT_LEVELS_MAX = 3;
    private static final int ENTITY_CHARS_MAX = 10;
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;
    private static final char NOTHING = 0;
    private static final char NONE = 0xFFFF;

    private final String written;
    private final StringBuilder out;

    // Mutable state, owned by the decoding thread.
    private int[] starts;
    private boolean changed;

    private DecodedText(String written) {
        this.written = written;
        out = new StringBuilder(written.length());
        starts = new int[written.length() + 1];
    }

    /** The decoded text, or null when it reads as it is written. */
    static @Nullable DecodedText of(String written) {
        var decoded = new DecodedText(written);
        for (var index = 0; index < written.length(); ) {
            index = decoded.decode(index);
        }
        decoded.starts[decoded.out.length()] = written.length();
        return decoded.changed ? decoded : null;
    }

    /** The text without what {@link #of} sees through. */
    static String plain(String written) {
        var decoded = of(written);
        return decoded == null ? written : decoded.text();
    }

    /** Whether a sign outside of ASCII is read as another. */
    static boolean isRead(char unit) {
        return unit == 0xD835 || normal(unit) != unit;
    }

    /** Whether a percent sign stands for another sign. */
    static boolean percentAhead(String text, int start, int end) {
        return end + 1 < text.length() && Ascii.isHex(text.charAt(end)) && Ascii.isHex(text.charAt(end + 1));
    }

    String text() {
        return out.toString();
    }

    /** Where a stretch of the decoded text is written. */
    Span written(Span span) {
        return new Span(starts[span.start()], starts[span.end()]);
    }

    private int decode(int index) {
        var unit = written.charAt(index);
        return switch (unit) {
            case '%' -> percent(index);
            case '&' -> entity(index);
            case '\\' -> escape(index);
            default -> unit < 0x80 ? put(unit, index, 1) : normalized(unit, index);
        };
    }

    private int normalized(char unit, int index) {
        if (unit == 0xD835 && index + 1 < written.length()) { // mathematical digits, five alphabets of ten
            var digit = Character.digit(Character.toCodePoint(unit, written.charAt(index + 1)), 10);
            if (Character.isLowSurrogate(written.charAt(index + 1)) && digit >= 0) {
                changed = true;
                return put((char) ('0' + digit), index, 2);
            }
        }
        return normalized(unit, index, 1);
    }

    /** Puts what a sign is read as; one that is not seen belongs to what stands before it. */
    private int normalized(char unit, int index, int length) {
        var normal = normal(unit);
        changed |= normal != unit;
        return normal == NOTHING ? index + length : put(normal, index, length);
    }

    private int put(char unit, int index, int length) {
        starts[out.length()] = index;
        out.append(unit);
        return index + length;
    }

    private int putDecoded(int point, int index, int length) {
        changed = true;
        if (point < 0x10000) {
            return normalized((char) point, index, length);
        }
        put(Character.highSurrogate(point), index, 0);
        return put(Character.lowSurrogate(point), index, length);
    }

    /** Percent encoding (RFC 3986 §2.1) of UTF-8, a few times over. */
    private int percent(int index) {
        var first = byteAt(index);
        if (first < 0) {
            return put('%', index, 1);
        }
        var value = first & 0xFF;
        var end = index + (first >> 8);
        var more = value < 0x80 ? 0 : value >= 0xF0 ? 3 : value >= 0xE0 ? 2 : value >= 0xC2 ? 1 : -1;
        if (more < 0) {
            return put('%', index, 1);
        }
        var point = more == 0 ? value : value & (0x3F >> more);
        for (var count = 0; count < more; count++) {
            var next = byteAt(end);
            if (next < 0 || (next & 0xC0) != 0x80) {
                return put('%', index, 1);
            }
            point = point << 6 | (next & 0x3F);
            end += next >> 8;
        }
        return putDecoded(Math.min(point, Character.MAX_CODE_POINT), index, end - index);
    }

    /** The byte that is written at {@code index}, with the length of that in the second byte, or -1. */
    private int byteAt(int index) {
        if (index >= written.length() || written.charAt(index) != '%') {
            return -1;
        }
        var at = index + 1;
        for (var level = 1; level < PERCENT_LEVELS_MAX && isPercentAgain(at); level++) {
            at += 2;
        }
        if (!percentAhead(written, at, at)) {
            return -1;
        }
        return (at + 2 - index) << 8 | Integer.parseInt(written, at, at + 2, 16);
    }

    private boolean isPercentAgain(int at) {
        return written.startsWith("25", at) && percentAhead(written, at + 2, at + 2);
    }

    /** A reference of HTML to a sign, by number or by the names that matter. */
    private int entity(int index) {
        var end = index + 1;
        var limit = Math.min(written.length(), index + ENTITY_CHARS_MAX);
        while (end < limit && (Ascii.isAlphanumeric(written.charAt(end)) || written.charAt(end) == '#')) {
            end++;
        }
        if (end == limit || written.charAt(end) != ';' || end == index + 1) {
            return put('&', index, 1);
        }
        var point =
                written.charAt(index + 1) == '#' ? number(index + 2, end) : named(written.substring(index + 1, end));
        return point < 0 ? put('&', index, 1) : putDecoded(point, index, end + 1 - index);
    }

    private int number(int start, int end) {
        var hex = start < end && (written.charAt(start) | 0x20) == 'x';
        var point = start + (hex ? 1 : 0) < end ? 0 : -1;
        for (var index = start + (hex ? 1 : 0); index < end && point >= 0 && point < 0x10000; index++) {
            var digit = Character.digit(written.charAt(index), hex ? 16 : 10);
            point = digit < 0 ? -1 : point * (hex ? 16 : 10) + digit;
        }
        return point < 0x10000 ? point : -1;
    }

    private static int named(String name) {
        return switch (name) {
            case "commat" -> '@';
            case "period" -> '.';
            case "hyphen", "dash", "ndash", "mdash", "minus" -> '-';
            case "lowbar" -> '_';
            case "plus" -> '+';
            case "colon" -> ':';
            case "sol" -> '/';
            case "equals" -> '=';
            case "quot" -> '"';
            case "apos" -> '\'';
            case "amp" -> '&';
            case "lpar" -> '(';
            case "rpar" -> ')';
            case "nbsp", "ensp", "emsp", "thinsp" -> ' ';
            case "shy", "zwnj", "zwj" -> NOTHING;
            default -> -1;
        };
    }

    /**
     * An escape of JSON with any number of backslashes: there are more where JSON is inside strings of JSON. Quotes,
     * backslashes and control characters stay escaped: they part texts.
     */
    private int escape(int index) {
        var letter = index + 1;
        while (letter < written.length() && written.charAt(letter) == '\\') {
            letter++;
        }
        if (letter < written.length() && written.charAt(letter) == '/') {
            changed = true;
            return put('/', index, letter + 1 - index);
        }
        if (Ascii.isUnicodeEscape(written, letter - 1)) {
            var unit = (char) Integer.parseInt(written, letter + 1, letter + 5, 16);
            if (unit >= ' ' && unit != '"' && unit != '\\' && !Character.isSurrogate(unit) && unit != 0x7F) {
                changed = true;
                return normalized(unit, index, letter + 5 - index);
            }
        }
        for (var at = index; at < letter; at++) {
            put('\\', at, 1);
        }
        return letter;
    }

    /** What a sign of the basic plane is read as; {@link #NOTHING} for what is not seen. */
    private static char normal(char unit) {
        if (unit < 0x80) {
            return unit;
        }
        var special = unit < Table.LATER ? Table.NORMAL[unit - 0x80] : later(unit);
        return special == NONE ? unit : special;
    }

    private static char later(char unit) {
        if (unit >= 0xFF01 && unit <= 0xFF5E) {
            return (char) (unit - FULL_WIDTH_OFFSET);
        }
        if (unit == 0xFEFF) {
            return NOTHING;
        }
        if (unit == 0x3000) {
            return ' ';
        }
        if (unit == 0xFE58 || unit == 0xFE63) {
            return '-';
        }
        if (unit == 0xFE6B) {
            return '@';
        }
        var digits = unit >= 0xA620 && unit < 0xAC00;
        return digits && Character.getType(unit) == Character.DECIMAL_DIGIT_NUMBER
                ? (char) ('0' + Character.digit(unit, 10))
                : NONE;
    }

    /** What the signs up to the scripts of East Asia are read as. */
    private static final class Table {
        static final int LATER = 0x2E80;
        static final char[] NORMAL = make();

        private static char[] make() {
            var table = new char[LATER - 0x80];
            Arrays.fill(table, NONE);
            for (var unit = 0x80; unit < LATER; unit++) {
                var type = Character.getType(unit);
                if (type == Character.DECIMAL_DIGIT_NUMBER) {
                    table[unit - 0x80] = (char) ('0' + Character.digit(unit, 10));
                } else if (type == Character.SPACE_SEPARATOR) {
                    table[unit - 0x80] = ' ';
                } else if (unit == 0xAD
                        || unit == 0x34F
                        || unit == 0x61C
                        || unit == 0x180E
                        || (unit >= 0x200B && unit <= 0x200F)
                        || (unit >= 0x202A && unit <= 0x202E)
                        || (unit >= 0x2060 && unit <= 0x206F)) {
                    table[unit - 0x80] = NOTHING;
                } else if ((unit >= 0x2010 && unit <= 0x2015) || unit == 0x2212) {
                    table[unit - 0x80] = '-';
                }
            }
            return table;
        }
    }
}
