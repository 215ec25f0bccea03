// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.List;

/** The definitions of what finds serial numbers of devices. */
final class DeviceSerialDetectors {
    private static final String[] WORDS = {
        "serial",
        "serial number",
        "serial no",
        "serial num",
        "serialno",
        "device serial",
        "device serial number",
        "service tag",
        "asset tag",
        "seriennummer",
        "serien nr",
        "num\u00e9ro de s\u00e9rie",
        "n\u00famero de serie",
        "numero di serie",
        "serienummer"
    };

    private DeviceSerialDetectors() {}

    static List<Detector> all() {
        return List.of(labelled(), ofLetters(), ofDigits());
    }

    private static Detector labelled() {
        var definition = Detector.of("device_serial", IDENTITY)
                .what("serial number of a device behind a label that says so", "capital letters and digits")
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Serial Number: \u00abC02XG0FDJGH5\u00bb",
                        "\"serialNumber\":\"\u00abSN-4711-0815A\u00bb\"",
                        "Service Tag: \u00ab7KXQ2Z2\u00bb")
                .rejects("serial number: 12", "serial number: 04:ab:cd:ef", "serialNumber: String", "serial no more");
        return Label.of(
                        "serial number",
                        "serial no",
                        "service tag",
                        "seriennummer",
                        "device serial",
                        "numero de serie",
                        "s/n")
                .before(
                        definition,
                        "[A-Z0-9](?:-?[A-Z0-9]){5,23}",
                        48,
                        (text, start, end) ->
                                Ascii.mixesLettersAndDigits(text, start, end, 6, 24) && !text.startsWith(":", end)
                                        ? new Span(start, end)
                                        : null);
    }

    private static Detector ofLetters() {
        return serial("[A-Z]")
                .matches("C02XG0FDJGH5", "PF8GJVKN", "SN25167698")
                .rejects("C02XG", "c02xg0fdjgh5", "SERIAL")
                .on(new Letters(1, 14, 1, 14, DeviceSerialDetectors::ahead));
    }

    private static Detector ofDigits() {
        return serial("[0-9]")
                .matches("5CD9848GVY", "7KXQ2Z2", "1S20ABC")
                .rejects("5CD98", "5cd9848gvy", "12345678")
                .on(Digits.of("", 1, 14, 1, 1)
                        .opening((first, next, second) -> next == Opening.CAPITAL)
                        .when(DeviceSerialDetectors::ahead));
    }

    private static DetectorBuilder serial(String first) {
        return Detector.of("device_serial", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.LOW)
                .near(WORDS)
                .notNear(OtherFields.than("serial"))
                .pattern(first + "[A-Z0-9]{6,14}", 0, 15)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator((text, start, end) -> ahead(text, start, end) ? new Span(start, end) : null);
    }

    /** Whether a word of capital letters and digits stands here. */
    private static boolean ahead(String text, int start, int ignored) {
        var end = start;
        while (end < text.length() && end - start < 16 && isSign(text.charAt(end))) {
            end++;
        }
        var inName = text.startsWith("_", end) || (start > 0 && text.charAt(start - 1) == '_');
        return Edge.NUMBER.allowsEnd(text, end)
                && !inName
                && Ascii.mixesLettersAndDigits(text, start, end, 7, 15)
                && !isHexadecimal(text, start, end);
    }

    /** As serial numbers of certificates are. */
    private static boolean isHexadecimal(String text, int start, int end) {
        for (var index = start; index < end; index++) {
            if (text.charAt(index) > 'F') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSign(char unit) {
        return Ascii.isDigit(unit) || (unit >= 'A' && unit <= 'Z');
    }
}
