// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text as words, so that {@code patientDob}, {@code PATIENT_DOB} and {@code "patient-dob"} are the same: lower case,
 * without accents, with one space at each border. A letter of another script is written as {@code ~} and its number.
 * Not thread-safe; reused.
 */
final class Words {
    private static final int ACCENTED_START = 0xC0;
    private static final int ACCENTED_END = 0x1F00;
    private static final char[] WITHOUT_ACCENT = withoutAccents();
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;

    private static final byte[] KINDS = kinds();
    private static final byte BORDER = 0;
    private static final byte DIGIT = 1;
    private static final byte LOWER = 2;
    private static final byte UPPER = 3;
    private static final byte OTHER = 4;
    private static final byte SPECIAL = 5;

    // Mutable state, owned by the folding thread.
    private char[] out = new char[512];
    private int length;
    private byte last;

    /** What stands between two places, with a space at both ends. */
    static String of(String text, int from, int to) {
        var words = new Words();
        words.fold(text, from, to);
        return new String(words.out, 0, words.length);
    }

    /** Reads what stands between two places, with a space at both ends; says how many signs that are. */
    int fold(String text, int from, int to) {
        length = 0;
        last = BORDER;
        write(' ');
        for (var index = from; index < to; ) {
            var unit = text.charAt(index);
            var kind = unit < KINDS.length ? KINDS[unit] : SPECIAL;
            if (kind == SPECIAL) {
                index = special(text, index, to);
            } else {
                ascii(unit, kind, text, index, to);
                index++;
                if (kind == LOWER || kind == DIGIT) {
                    index = same(kind, text, index, to);
                }
            }
        }
        border();
        return length;
    }

    /** Reads on as long as signs are of the same kind, and written as they are. */
    private int same(byte kind, String text, int from, int to) {
        var end = from;
        while (end < to && text.charAt(end) < KINDS.length && KINDS[text.charAt(end)] == kind) {
            end++;
        }
        if (length + end - from > out.length) {
            out = Arrays.copyOf(out, 2 * (length + end - from));
        }
        text.getChars(from, end, out, length);
        length += end - from;
        return end;
    }

    /** A sign of what was read. */
    char at(int index) {
        return out[index];
    }

    /** Whether words of this script are written without spaces, so that a word has no borders. */
    static boolean isUnspaced(char unit) {
        return (unit >= 0x2E80 && unit < 0xD800)
                || (unit >= 0xF900 && unit < 0xFB00)
                || (unit >= 0xE00 && unit < 0xE80);
    }

    private int special(String text, int index, int to) {
        var unit = text.charAt(index);
        var token = unit == '[' ? TokenShape.endAt(text, index) : -1;
        if (token > 0) { // says what was there, not what stands near it
            border();
            return Math.min(token, to);
        }
        if (unit != '\\') {
            sign(unit);
            return index + 1;
        }
        if (index + 6 <= to && Ascii.isUnicodeEscape(text, index)) {
            sign((char) Integer.parseInt(text, index + 2, index + 6, 16));
            return index + 6;
        }
        border();
        return index + 1 < to && Ascii.insideEscape(text, index + 1) ? index + 2 : index + 1;
    }

    private void ascii(char unit, byte kind, String text, int index, int to) {
        if (kind == BORDER) {
            border();
            return;
        }
        var begins = last != BORDER && last != kind && (last == DIGIT || kind == DIGIT);
        if (kind == UPPER && (last == LOWER || (last == UPPER && beginsCapitalized(text, index, to)))) {
            begins = true;
        }
        if (begins) {
            border();
        }
        last = kind;
        write(kind == UPPER ? (char) (unit | 0x20) : unit);
    }

    /**
     * Whether a capital after another is the first of a word, {@code D} in {@code SSNDigits}, not the end of a plural,
     * {@code SSNs}.
     */
    private static boolean beginsCapitalized(String text, int index, int to) {
        return index + 1 < to
                && isLower(text.charAt(index + 1))
                && !(text.charAt(index + 1) == 's' && (index + 2 >= to || !Ascii.isLetter(text.charAt(index + 2))));
    }

    /** A sign outside of ASCII, or one that was escaped. */
    private void sign(char original) {
        var unit = original >= 0xFF01 && original <= 0xFF5E ? (char) (original - FULL_WIDTH_OFFSET) : original;
        if (unit >= ACCENTED_START && unit < ACCENTED_END) {
            unit = WITHOUT_ACCENT[unit - ACCENTED_START];
        }
        if (unit < KINDS.length) {
            ascii(unit, KINDS[unit] == SPECIAL ? BORDER : KINDS[unit], "", 0, 0);
        } else if (unit == '\u00df') {
            ascii('s', LOWER, "", 0, 0);
            ascii('s', LOWER, "", 0, 0);
        } else if (Character.isLetter(unit)) {
            if (last == DIGIT) {
                border();
            }
            last = OTHER;
            write('~');
            var lower = Character.toLowerCase(unit);
            for (var shift = 12; shift >= 0; shift -= 4) {
                write(Character.forDigit(lower >> shift & 0xF, 16));
            }
        } else if (!isUnseen(unit)) {
            border();
        }
    }

    /** What is not seen, and so parts no word: combining marks, soft hyphens, joiners. */
    private static boolean isUnseen(char unit) {
        return unit == '\u00ad'
                || (unit >= 0x300 && unit <= 0x36F)
                || (unit >= 0x200B && unit <= 0x200D)
                || unit == 0x2060
                || unit == 0xFEFF;
    }

    private void border() {
        if (out[length - 1] != ' ') {
            write(' ');
        }
        last = BORDER;
    }

    private void write(char unit) {
        if (length == out.length) {
            out = Arrays.copyOf(out, 2 * length);
        }
        out[length++] = unit;
    }

    private static boolean isLower(char unit) {
        return unit >= 'a' && unit <= 'z';
    }

    private static byte[] kinds() {
        var kinds = new byte[128];
        for (var unit = '0'; unit <= 'z'; unit++) {
            kinds[unit] = unit <= '9' ? DIGIT : isLower(unit) ? LOWER : unit >= 'A' && unit <= 'Z' ? UPPER : BORDER;
        }
        kinds['['] = SPECIAL;
        kinds['\\'] = SPECIAL;
        return kinds;
    }

    private static char[] withoutAccents() {
        var table = new char[ACCENTED_END - ACCENTED_START];
        for (var unit = ACCENTED_START; unit < ACCENTED_END; unit++) {
            var base = Normalizer.normalize(String.valueOf((char) unit), Normalizer.Form.NFD)
                    .charAt(0);
            table[unit - ACCENTED_START] = Ascii.isLetter(base) && base < 0x80 ? base : (char) unit;
        }
        var others = "\u00f8o\u00d8O\u0142l\u0141L\u0111d\u0110D\u0131i";
        for (var index = 0; index < others.length(); index += 2) {
            table[others.charAt(index) - ACCENTED_START] = others.charAt(index + 1);
        }
        return table;
    }
}
