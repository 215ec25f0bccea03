// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CONTACT;

import io.deedbook.pipeline.detect.Trigger.Around;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of what finds addresses of streets whatever a street is called: by the code of the town behind them,
 * and by the words that addresses of south-east Asia begin with.
 */
final class CodeAndTown {
    private static final int STREET_CHARS_MAX = 56;
    private static final int CHARS_MAX = 140;
    private static final int DIGITS_OF_CODE_MIN = 3;

    private static final String WORD = "\\p{Lu}(?:['\u2019.-]?\\p{L}){1,24}\\.?";
    private static final String STREET = WORD
            + "(?: (?:(?:de|der|den|des|la|le|van|von|do|da|di|del|della|af|av) ){0,2}" + WORD
            + "){0,3}(?: \\p{Ll}{2,10})? (?:n[r\u00ba.]{0,2} ?)?";
    private static final String HOUSE = "[1-9][0-9]{0,3}(?:[/-][0-9]{1,4})?(?: ?[A-Za-z](?: [0-9]{1,3})?)?";
    private static final String TOWN = " \\p{Lu}\\p{L}{2,24}(?:[ -]\\p{Lu}\\p{L}{1,24}){0,2}(?: [0-9]{1,2})?";
    private static final String LONG_CODE =
            "(?:[A-Z]{1,2}-)?(?:[0-9]{5}|[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{4} ?[A-Z]{2})";
    private static final String SHORT_CODE = "(?:[A-Z]{1,2}-)?[0-9]{4}";

    private static final String PARTS = "(?:,? [^,;:|\\n\\t\"<>={}]{2,32}){0,5}?";

    private CodeAndTown() {}

    static List<Detector> all() {
        return List.of(
                street(LONG_CODE)
                        .confidence(Confidence.MEDIUM)
                        .matches(
                                "Mannerheimintie 12 A 5, 00100 Helsinki",
                                "Na P\u0159\u00edkop\u011b 12, 110 00 Praha 1",
                                "Lange Nieuwstraat 4, 3512 PH Utrecht",
                                "Nowy \u015awiat 8/12, 00-400 Warszawa")
                        .rejects("Room 12, 12345 items", "Chapter 12, 00100", "mannerheimintie 12, 00100 helsinki")
                        .on(trigger()),
                street(SHORT_CODE)
                        .confidence(Confidence.LOW)
                        .matches("Karl Johans gate 12, 0154 Oslo", "Andr\u00e1ssy \u00fat 12, 1061 Budapest")
                        .rejects("Karl Johans gate 12, 0154", "March 12, 2024")
                        .near(
                                "address",
                                "home address",
                                "street",
                                "lives at",
                                "live at",
                                "residence",
                                "adresse",
                                "anschrift",
                                "wohnhaft",
                                "wohnt",
                                "adres",
                                "woont",
                                "adresa",
                                "bydli\u0161t\u011b",
                                "lakc\u00edm",
                                "adress",
                                "bostad",
                                "osoite",
                                "bor",
                                "bopael",
                                "habite",
                                "domicile",
                                "domicili\u00e9",
                                "morada",
                                "ship to",
                                "deliver to")
                        .on(trigger()),
                address("(?i:jl\\.|jln\\.?|jalan) ?" + WORD
                                + "(?: [\\p{L}/.0-9]{1,20}){0,4}?,? (?:No\\.? ?)?[1-9][0-9]{0,3}[A-Z]?"
                                + "(?:[/-][0-9]{1,3})?(?:" + PARTS + ",? [1-9][0-9]{4})?")
                        .matches(
                                "Jl. Kenanga Raya No. 18, Menteng, Jakarta Pusat 10310",
                                "Jalan Ampang 145",
                                "jln. Mawar Merah No.7")
                        .rejects("Jalan Ampang", "jl. 12", "jalan pintas untuk 3 file")
                        .on(Literals.of("jl.", "jln", "jalan")),
                address("(?i:blk|block) [1-9][0-9]{0,3}[A-Z]? (?:" + WORD + " |[0-9]{1,3} ){1,5}#[0-9]{2}-[0-9]{1,4}(?:"
                                + PARTS + ",? ?(?:S|Singapore )[0-9]{6})?")
                        .region("SG")
                        .matches(
                                "Blk 412 Ang Mo Kio Avenue 10 #08-1152, Singapore 560412",
                                "Block 35 Mandalay Road #13-37",
                                "blk 9 Toa Payoh Lorong 8 #02-11 Singapore 319257")
                        .rejects("block 35 of 40", "blk 412 #1", "blk device 8 #02-11")
                        .on(Literals.of("blk ", "block ")));
    }

    /** As far before the comma as the trigger goes back. */
    private static DetectorBuilder street(String code) {
        return address(STREET + HOUSE + ", " + code + TOWN)
                .validator((text, start, end) ->
                        text.indexOf(',', start) - start <= STREET_CHARS_MAX ? whole(text, start, end) : null);
    }

    private static DetectorBuilder address(String pattern) {
        return Detector.of("postal_address", CONTACT)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .pattern(pattern, 0, CHARS_MAX)
                .edges(Edge.WORD, Edge.WORD)
                .validator(CodeAndTown::whole);
    }

    private static @Nullable Span whole(String text, int start, int end) {
        return end < text.length() && Character.isLetter(text.charAt(end)) ? null : new Span(start, end);
    }

    private static Trigger trigger() {
        return new Around(", ", CodeAndTown::isOfStreet, STREET_CHARS_MAX, CodeAndTown::isCodeAhead);
    }

    private static boolean isOfStreet(char unit) {
        return Character.isLetterOrDigit(unit) || " '\u2019./-\u00ba".indexOf(unit) >= 0;
    }

    /** Whether a code follows the comma, and the number of a house stands before it. */
    private static boolean isCodeAhead(String text, int start, int end) {
        if (start < 2 || !Ascii.isAlphanumeric(text.charAt(start - 1))) {
            return false;
        }
        var index = end;
        while (index < end + 3
                && index < text.length()
                && (Ascii.isLetter(text.charAt(index)) || text.charAt(index) == '-')) {
            index++;
        }
        var digits = DigitGroups.endOfDigits(text, index) - index;
        return digits >= DIGITS_OF_CODE_MIN || (digits == 2 && text.startsWith("-", index + 2));
    }
}
