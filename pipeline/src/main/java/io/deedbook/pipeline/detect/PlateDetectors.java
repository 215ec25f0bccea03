// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds registrations of vehicles. */
final class PlateDetectors {
    private static final String[] WORDS = {
        "vehicle no",
        "vehicle number",
        "vehicle registration number",
        "car plate",
        "car registration",
        "car reg",
        "targata",
        "targato",
        "immatricul\u00e9e",
        "immatricul\u00e9",
        "rejestracyjny",
        "rejestracyjnym",
        "rejestracyjnego",
        "tablica rejestracyjna",
        "nomor polisi",
        "no polisi",
        "no plat",
        "\u8eca\u306e\u30ca\u30f3\u30d0\u30fc",
        "\u30ca\u30f3\u30d0\u30fc\u30d7\u30ec\u30fc\u30c8",
        "\ucc28\ub7c9\ubc88\ud638",
        "\ucc28\ub7c9 \ubc88\ud638",
        "bi\u1ec3n s\u1ed1",
        "rendsz\u00e1m",
        "spz",
        "rekisteritunnus",
        "registreringsskylt",
        "kjennemerke",
        "license plate",
        "licence plate",
        "license plate number",
        "plate number",
        "number plate",
        "registration plate",
        "plate no",
        "plate",
        "vehicle registration",
        "vehicle reg",
        "registration number",
        "kennzeichen",
        "kfz kennzeichen",
        "kenteken",
        "immatriculation",
        "plaque",
        "targa",
        "matr\u00edcula",
        "placa",
        "license plates",
        "reg",
        "reg no",
        "reg number",
        "rego",
        "registration",
        "registration no",
        "vrn",
        "vrm",
        "nummernschild",
        "autokennzeichen",
        "plaque d'immatriculation",
        "nr rejestracyjny",
        "numer rejestracyjny",
        "registreringsnummer",
        "regnr",
        "nopol",
        "plat nomor",
        "\u8f66\u724c",
        "\u8f66\u724c\u53f7",
        "\u0433\u043e\u0441\u043d\u043e\u043c\u0435\u0440",
        "plaka",
        "rekisterinumero"
    };
    private static final String PLATE = "[A-Z0-9]{5,8}|[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,5}){0,3}";
    private static final int PLATE_CHARS_MAX = 24;

    private PlateDetectors() {}

    static List<Detector> all() {
        return List.of(labelled(), signed(), byLetters(), byDigits(), german());
    }

    private static Detector labelled() {
        var definition = Detector.of("license_plate", IDENTITY)
                .what("registration of a vehicle behind a label that says so", "capital letters and a digit")
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "license plate: \u00ab7ABC123\u00bb",
                        "Kennzeichen \u00abB-MW 1234\u00bb",
                        "\"plateNumber\":\"\u00abAB12 CDE\u00bb\"")
                .rejects("license plate: unknown", "plate number: ABC", "license plate is 7abc123");
        return Label.of(
                        "license plate",
                        "licence plate",
                        "registration plate",
                        "plate number",
                        "plate no",
                        "number plate",
                        "vehicle registration",
                        "kennzeichen",
                        "kenteken",
                        "immatriculation",
                        "targa")
                .before(definition, PLATE, PLATE_CHARS_MAX, PlateDetectors::isPlate);
    }

    /** Words that have other meanings too. */
    private static Detector signed() {
        var definition = Detector.of("license_plate", IDENTITY)
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.MEDIUM)
                .matches("placa: \u00abETU6E69\u00bb", "\"plate\": \"\u00abAB12 CDE\u00bb\"", "rego=\u00abABC12D\u00bb")
                .rejects("plate: 12", "placa: azul", "template: ABC1234");
        return Label.of("plate", "placa", "plaka", "rego", "vrn", "regnr", "nummernschild", "nopol")
                .withSign()
                .before(definition, PLATE, PLATE_CHARS_MAX, PlateDetectors::isPlate);
    }

    private static Detector byLetters() {
        return plate().matches("AB12 CDE", "AB-123-CD", "ABC-1234", "MH12AB1234", "ABC-1D23")
                .rejects("ABCD-1234", "ab12 cde", "AB-1234-CD")
                .on(
                        Shape.of(
                                "AA99 AAA",
                                "AA99AAA",
                                "AA-999-AA",
                                "AA999AA",
                                "AAA-9999",
                                "AAA9999",
                                "AAA-999",
                                "AAA999",
                                "AAA9A99",
                                "A999 AAA",
                                "A9 AAA",
                                "A99 AAA",
                                "AAA 999",
                                "AAA-9A99",
                                "AA-99-AA",
                                "AA-99-99",
                                "AA 999 AA",
                                "AA~99999",
                                "AA~99~AA~9999",
                                "A 9999 AAA",
                                "A 9999 AA",
                                "AA 9999",
                                "AA 9999A",
                                "AAA 99A",
                                "AAA 9999",
                                "AAA~9999~A",
                                "AA~9~AA~9999",
                                "AA~99~A~9999"),
                        Check.NONE);
    }

    private static Detector byDigits() {
        return plate().matches("7ABC123", "1234 BCD", "12-AB-34")
                .rejects("7ABC1234", "1234 bcd", "123-AB-345")
                .on(
                        Shape.of(
                                "9AAA999",
                                "9999~AAA",
                                "999~AAA",
                                "99-AA-99",
                                "99-AAA-9",
                                "9-AAA-99",
                                "99-99-AA",
                                "9AA~9AA"),
                        Check.NONE);
    }

    private static Detector german() {
        return plate().region("DE")
                .matches("B-MW 1234", "HH-AF 2226", "M-TO 4948E")
                .rejects("B-MW", "b-mw 1234", "ABCD-MW 1234")
                .pattern("[A-Z\u00c4\u00d6\u00dc]{1,3}-[A-Z]{1,2} ?[1-9][0-9]{0,3}[EH]?", 0, 12)
                .edges(Edge.WORD, Edge.WORD)
                .on(new Trigger.Around(
                        "-", unit -> (unit >= 'A' && unit <= 'Z') || unit > 0x7F, 3, (text, start, end) -> {
                            var index = end;
                            while (index < end + 2 && index < text.length() && Ascii.isLetter(text.charAt(index))) {
                                index++;
                            }
                            return index > end && (Ascii.isDigitAt(text, index) || text.startsWith(" ", index));
                        }));
    }

    private static DetectorBuilder plate() {
        return Detector.of("license_plate", IDENTITY)
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.LOW)
                .near(WORDS)
                .notNear(OtherFields.than("plate", "license", "licence"));
    }

    private static @Nullable Span isPlate(String text, int start, int end) {
        return Ascii.mixesLettersAndDigits(text, start, end, 4, 10) ? new Span(start, end) : null;
    }
}
