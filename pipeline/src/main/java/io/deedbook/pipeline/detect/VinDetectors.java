// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.List;

/** The definitions of what finds vehicle identification numbers. */
final class VinDetectors {
    private static final String[] WORDS = {
        "vin",
        "chassis",
        "vehicle identification",
        "vehicle",
        "fahrgestellnummer",
        "fin",
        "bastidor",
        "num\u00e9ro de s\u00e9rie"
    };

    private VinDetectors() {}

    static List<Detector> all() {
        return List.of(ofDigits(), ofLetters(), uncheckedOfDigits(), uncheckedOfLetters());
    }

    private static Detector ofDigits() {
        return vin("[0-9]", Confidence.MEDIUM, DeviceNumber::vinChecked)
                .what("vehicle identification number", "check digit; without, a word beside it")
                .reference("https://www.ecfr.gov/current/title-49/subtitle-B/chapter-V/part-565")
                .matches("1HGCM82633A004352", "1M8GDM9AXKP042788", "1FTFW1ET9DFC10312")
                .rejects("1HGCM82633A004353", "1HGCM82633A00435", "1HGCM82633AO04352")
                .on(opening().when(ahead(DeviceNumber::vinChecked)));
    }

    private static Detector ofLetters() {
        return vin("[A-Z]", Confidence.MEDIUM, DeviceNumber::vinChecked)
                .matches("JHMCM56557C404453", "JH4KA8268MC000000", "JHMCM56557C404453")
                .rejects("JHMCM56557C404454", "JHMCM56557C40445", "jhmcm56557c404453")
                .on(new Letters(1, 16, 1, 16, ahead(DeviceNumber::vinChecked)));
    }

    private static Detector uncheckedOfDigits() {
        return vin("[0-9]", Confidence.LOW, DeviceNumber::vin).on(opening().when(ahead(DeviceNumber::vin)));
    }

    private static Detector uncheckedOfLetters() {
        return vin("[A-Z]", Confidence.LOW, DeviceNumber::vin)
                .matches("WVWZZZ1JZ3W386752", "WDB9066331S123456", "VF1BB05CF12345678")
                .rejects("WVWZZZ1JZ3W38675", "WVWZZZ1JZ3W38675A", "OVWZZZ1JZ3W386752")
                .on(new Letters(1, 16, 1, 16, ahead(DeviceNumber::vin)));
    }

    private static DetectorBuilder vin(String first, Confidence confidence, Check check) {
        return Detector.of("vin", IDENTITY)
                .pattern(first + "[0-9A-Z]{16}", 0, DeviceNumber.VIN_CHARS)
                .edges(Edge.NUMBER, Edge.WORD)
                .validator((text, start, end) -> check.holds(text.substring(start, end)) ? new Span(start, end) : null)
                .confidence(confidence)
                .near(WORDS);
    }

    private static Digits opening() {
        return Digits.of("", 1, DeviceNumber.VIN_CHARS - 1, 1, 1)
                .opening((first, next, second) -> next == Opening.CAPITAL);
    }

    private static Ahead ahead(Check check) {
        return (text, start, ignored) -> {
            var end = start + DeviceNumber.VIN_CHARS;
            if (end > text.length() || !Ascii.isDigit(text.charAt(end - 1)) || !Edge.WORD.allowsEnd(text, end)) {
                return false;
            }
            for (var index = start; index < end; index++) {
                var unit = text.charAt(index);
                if (!Ascii.isDigit(unit) && (unit < 'A' || unit > 'Z')) {
                    return false;
                }
            }
            return check.holds(text.substring(start, end));
        };
    }
}
