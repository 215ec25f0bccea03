// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;

import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.List;

/** The definitions of what finds verification codes and expiries of payment cards. */
final class CardDetailDetectors {
    /**
     * The first two letters of what may stand right behind the label of an expiry: {@code iry}, {@code date},
     * {@code on}.
     */
    private static final String WORDS_BEHIND = "irdavaiswaontoames";

    private static final String EXPIRY = "(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[0-9]{2}";

    private CardDetailDetectors() {}

    static List<Detector> all() {
        return List.of(cvv(), cvvCell(), expiry(), expiryCell());
    }

    private static Detector cvv() {
        var definition = Detector.of("card_cvv", FINANCIAL)
                .what("verification code of a payment card behind a label that says so", "three or four digits")
                .reference("https://en.wikipedia.org/wiki/Card_security_code")
                .matches(
                        "CVV: \u00ab123\u00bb",
                        "\"cvc\":\"\u00ab9876\u00bb\"",
                        "security code \u00ab321\u00bb",
                        "Pr\u00fcfziffer \u00ab219\u00bb")
                .rejects("cvv 12", "cvv: 12345", "security code review 123");
        return Label.of(
                        "cvv",
                        "cvc",
                        "cv2",
                        "security code",
                        "card verification",
                        "codigo de seguridad",
                        "digo de seguridad", // behind a letter with an accent, as the next two
                        "fziffer",
                        "fnummer",
                        "cryptogramme")
                .before(definition, "2?(?: ?(?:code|number|value|no\\.?))?", "[0-9]{3,4}", 4, Validator.NONE);
    }

    private static Detector cvvCell() {
        return Detector.of("card_cvv", FINANCIAL)
                .reference("https://en.wikipedia.org/wiki/Card_security_code")
                .confidence(Confidence.LOW)
                .matches(",\u00ab123\u00bb,", "|\u00ab9876\u00bb|", "\t\u00ab007\u00bb\t")
                .rejects("12", "12345", "1.23")
                .near("cvv", "cvv2", "cvc", "cvc2", "card cvv", "card cvc", "security code", "card verification")
                .notNear(OtherFields.than("cvv"))
                .pattern("[0-9]{3,4}", 0, 4)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(Cell::validate)
                .on(Digits.of("", 3, 4, 1, 3)
                        .when((text, start, end) -> Cell.is(text, start, DigitGroups.endOfDigits(text, start))));
    }

    private static Detector expiry() {
        var definition = Detector.of("card_expiry", FINANCIAL)
                .what("expiry of a payment card behind a label that says so", "month")
                .reference("https://en.wikipedia.org/wiki/Payment_card_number")
                .confidence(Confidence.MEDIUM)
                .matches("exp \u00ab12/27\u00bb", "Expiry date: \u00ab08/2029\u00bb", "valid thru \u00ab01-28\u00bb")
                .rejects("exp 13/27", "expires 12/27/2026", "experience 12/27");
        return Label.of("exp", "valid thru", "valid through", "valid until")
                .before(
                        definition,
                        "(?:iry|ires|iration)?[. _-]?(?:date)?",
                        EXPIRY,
                        9,
                        (text, start, end) -> Edge.NUMBER.allowsEnd(text, end) && !text.startsWith("/", end)
                                ? new Span(start, end)
                                : null,
                        CardDetailDetectors::goesOnAsLabel);
    }

    /**
     * Whether the label ends here, or goes on as it may: {@code expiry}, but not {@code export} or {@code expected}.
     */
    private static boolean goesOnAsLabel(String text, int start, int end) {
        if (!Ascii.isLetter(text.charAt(end))) {
            return true;
        }
        if (end + 1 == text.length()) {
            return false;
        }
        var first = text.charAt(end) | 0x20;
        var second = text.charAt(end + 1);
        for (var index = 0; index < WORDS_BEHIND.length(); index += 2) {
            if (WORDS_BEHIND.charAt(index) == first && WORDS_BEHIND.charAt(index + 1) == (second | 0x20)) {
                return true;
            }
        }
        return second >= 0x80; // the long s is a letter of patterns without case
    }

    private static Detector expiryCell() {
        return Detector.of("card_expiry", FINANCIAL)
                .reference("https://en.wikipedia.org/wiki/Payment_card_number")
                .confidence(Confidence.LOW)
                .matches(",\u00ab12/27\u00bb,", "|\u00ab08 / 2029\u00bb|", ",\u00ab01-28\u00bb,")
                .rejects("13/27", "12/27/2026", "1/2")
                .near(
                        "exp",
                        "card exp",
                        "expiry",
                        "card expiry",
                        "exp date",
                        "expiry date",
                        "expiration",
                        "valid thru",
                        "g\u00fcltig bis")
                .pattern(EXPIRY, 0, 9)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(Cell::validate)
                .on(Digits.of("", 2, 2, 1, 2)
                        .startingWith("01")
                        .opening((first, next, second) -> " /-".indexOf(next) >= 0)
                        .when((text, start, end) ->
                                start + 4 < text.length() && " /-".indexOf(text.charAt(start + 2)) >= 0));
    }
}
