// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.text.Normalizer;

/**
 * Text as words, so that {@code patientDob}, {@code PATIENT_DOB} and {@code "patient-dob"} are the same: lower case, without
 * accents, with one space at each border. A sign of a script without case is written as {@code ~} and its number.
 */
final class Words {
    private static final int ACCENTED_START = 0xC0;
    private static final int ACCENTED_END = 0x1F00;
    private static final char[] WITHOUT_ACCENT = withoutAccents();
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;

    private final StringBuilder out = new StringBuilder();

    // Mutable state, owned by the folding thread.
    private Kind last = Kind.BORDER;

    private Words() {}

    /** What stands between two places, with a space at both ends. */
    static String of(String text, int from, int to) {
        var words = new Words();
        words.out.append(' ');
        for (var index = from; index < to; ) {
            index = words.fold(text, index, to);
        }
        words.border();
        return words.out.toString();
    }

    /** Whether words of this script are written without spaces, so that a word has no borders. */
    static boolean isUnspaced(char unit) {
        return (unit >= 0x2E80 && unit < 0xD800)
                || (unit >= 0xF900 && unit < 0xFB00)
                || (unit >= 0xE00 && unit < 0xE80);
    }

    private int fold(String text, int index, int to) {
        var unit = text.charAt(index);
        var token = unit == '[' ? TokenShape.endAt(text, index) : -1;
        if (token > 0) { // says what was there, not what stands near it
            border();
            return Math.min(token, to);
        }
        if (unit != '\\') {
            add(unit, index + 1 < to ? text.charAt(index + 1) : ' ', index + 2 < to ? text.charAt(index + 2) : ' ');
            return index + 1;
        }
        if (index + 6 <= to && Ascii.unicodeEscapeEnd(text, index + 2) == index + 6) {
            add((char) Integer.parseInt(text, index + 2, index + 6, 16), ' ', ' ');
            return index + 6;
        }
        border();
        return index + 1 < to && Ascii.insideEscape(text, index + 1) ? index + 2 : index + 1;
    }

    private void add(char original, char next, char nextButOne) {
        var unit = original >= 0xFF01 && original <= 0xFF5E ? (char) (original - FULL_WIDTH_OFFSET) : original;
        if (unit >= ACCENTED_START && unit < ACCENTED_END) {
            unit = WITHOUT_ACCENT[unit - ACCENTED_START];
        }
        if (Ascii.isDigit(unit)) {
            begin(Kind.DIGIT, last != Kind.DIGIT);
            out.append(unit);
        } else if (Ascii.isLetter(unit)) {
            var upper = unit <= 'Z';
            var beginsWord = last == Kind.DIGIT
                    || (upper && last == Kind.LOWER)
                    || (upper && last == Kind.UPPER && isLower(next) && !(next == 's' && !Ascii.isLetter(nextButOne)));
            begin(upper ? Kind.UPPER : Kind.LOWER, beginsWord);
            out.append((char) (unit | 0x20));
        } else if (unit == '\u00df') {
            begin(Kind.LOWER, last == Kind.DIGIT);
            out.append("ss");
        } else if (Character.isLetter(unit)) {
            begin(Kind.OTHER, last == Kind.DIGIT);
            out.append('~').append(Integer.toHexString(0x10000 + Character.toLowerCase(unit)), 1, 5);
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

    private void begin(Kind kind, boolean asWord) {
        if (asWord) {
            border();
        }
        last = kind;
    }

    private void border() {
        if (out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
        last = Kind.BORDER;
    }

    private static boolean isLower(char unit) {
        return unit >= 'a' && unit <= 'z';
    }

    private static char[] withoutAccents() {
        var table = new char[ACCENTED_END - ACCENTED_START];
        for (var unit = ACCENTED_START; unit < ACCENTED_END; unit++) {
            var base = Normalizer.normalize(String.valueOf((char) unit), Normalizer.Form.NFD)
                    .charAt(0);
            table[unit - ACCENTED_START] = Ascii.isLetter(base) ? base : (char) unit;
        }
        var others = "\u00f8o\u00d8O\u0142l\u0141L\u0111d\u0110D\u0131i";
        for (var index = 0; index < others.length(); index += 2) {
            table[others.charAt(index) - ACCENTED_START] = others.charAt(index + 1);
        }
        return table;
    }

    /** What the last sign was. */
    private enum Kind {
        BORDER,
        DIGIT,
        LOWER,
        UPPER,
        OTHER
    }
}
