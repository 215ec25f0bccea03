// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import io.deedbook.pipeline.detect.Trigger.Literals;
import org.jspecify.annotations.Nullable;

/** The lines of passports and identity cards that machines read (ICAO Doc 9303): two of 44 signs, or three of 30. */
final class MachineReadableZone {
    private static final String BREAK = "(?:\\r?\\n|\\\\r\\\\n|\\\\n| )";
    private static final String PASSPORT = "P<[A-Z<]{42}" + BREAK + "[A-Z0-9<]{44}";
    private static final String CARD = "I<[A-Z<]{3}[A-Z0-9<]{25}" + BREAK + "[A-Z0-9<]{30}" + BREAK + "[A-Z<]{30}";
    private static final int PASSPORT_CHARS = 44;
    private static final int CARD_CHARS = 30;
    private static final int CHARS_MAX = 100;
    private static final int[] WEIGHTS = {7, 3, 1};

    private MachineReadableZone() {}

    static Detector detector() {
        return Detector.of("passport_mrz", GOVERNMENT_ID)
                .what("machine readable lines of a passport or an identity card", "check digits of number and dates")
                .reference("https://www.icao.int/publications/pages/publication.aspx?docnum=9303")
                .matches(
                        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
                        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
                        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<")
                .rejects(
                        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408122F1204159ZE184226B<<<<<10",
                        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408123F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<")
                .pattern(PASSPORT + "|" + CARD, 0, CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .validator(MachineReadableZone::validate)
                .on(Literals.of("p<", "i<"));
    }

    private static @Nullable Span validate(String text, int start, int end) {
        var card = text.charAt(start) == 'I';
        var second = card ? endOfBreak(text, start + CARD_CHARS) : end - PASSPORT_CHARS;
        var holds = card
                ? holds(text, start + 5, 9) && holds(text, second, 6) && holds(text, second + 8, 6)
                : holds(text, second, 9) && holds(text, second + 13, 6) && holds(text, second + 21, 6);
        return holds ? new Span(start, end) : null;
    }

    /** One past the line break at {@code index}, also when JSON spells it. */
    private static int endOfBreak(String text, int index) {
        var spelt = text.charAt(index) == '\\';
        var returns = text.charAt(spelt ? index + 1 : index) == (spelt ? 'r' : '\r');
        return index + (spelt ? 2 : 1) * (returns ? 2 : 1);
    }

    /** Whether the sign behind {@code length} others is their check digit. */
    private static boolean holds(String text, int start, int length) {
        var sum = 0;
        for (var index = 0; index < length; index++) {
            sum += WEIGHTS[index % 3] * Math.max(0, Character.digit(text.charAt(start + index), Character.MAX_RADIX));
        }
        return text.charAt(start + length) - '0' == sum % 10;
    }
}
