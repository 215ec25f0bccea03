// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import java.util.List;
import java.util.stream.Stream;

/** The definitions of what finds the numbers of passports, driving licences and taxpayers in any country. */
final class DocumentDetectors {
    private static final String[] US_PASSPORT_WORDS = {
        "us passport", "u s passport", "usa passport", "american passport", "united states passport"
    };
    private static final String[] PASSPORT_NUMBER_WORDS = {
        "paszportu",
        "paszportem",
        "\u30d1\u30b9\u30dd\u30fc\u30c8",
        "\u30d1\u30b9\u30dd\u30fc\u30c8\u756a\u53f7",
        "h\u1ed9 chi\u1ebfu",
        "\u043f\u0430\u0441\u043f\u043e\u0440\u0442\u0430",
        "passport id",
        "passport",
        "passport number",
        "passport no",
        "reisepass",
        "reisepassnummer",
        "passnummer",
        "pass nr",
        "passeport",
        "num\u00e9ro de passeport",
        "pasaporte",
        "passaporto",
        "passaporte",
        "paspoort",
        "paspoortnummer",
        "paszport",
        "pas",
        "pasnummer",
        "\u043f\u0430\u0441\u043f\u043e\u0440\u0442",
        "\u62a4\u7167",
        "\u8b77\u7167",
        "\u65c5\u5238",
        "\uc5ec\uad8c",
        "pasaport",
        "\u062c\u0648\u0627\u0632",
        "paspor"
    };
    private static final String[] US_DRIVERS_LICENSE_WORDS = {
        "driver license",
        "drivers license",
        "driver s license",
        "driver licence",
        "drivers licence",
        "driver s licence",
        "driving license",
        "driving licence",
        "dln",
        "dl no",
        "dl number",
        "dmv",
        "license number",
        "licence number"
    };
    private static final String[] DRIVERS_LICENSE_WORDS = {
        "driving licence",
        "driving licence number",
        "driving licence no",
        "driving license",
        "driver license",
        "drivers license",
        "driver s license",
        "dl number",
        "driver license number",
        "drivers license number",
        "driver licence",
        "dvla",
        "f\u00fchrerschein",
        "f\u00fchrerscheinnummer",
        "permis de conduire",
        "num\u00e9ro de permis",
        "rijbewijs",
        "rijbewijsnummer",
        "patente",
        "patente di guida",
        "permiso de conducir",
        "licencia de conducir",
        "prawo jazdy",
        "k\u00f6rkort",
        "k\u00f8rekort",
        "f\u00f8rerkort",
        "ajokortti",
        "cnh",
        "carteira de motorista",
        "\u0432\u043e\u0434\u0438\u0442\u0435\u043b\u044c\u0441\u043a\u043e\u0435 \u0443\u0434\u043e\u0441\u0442\u043e\u0432\u0435\u0440\u0435\u043d\u0438\u0435",
        "\u9a7e\u9a76\u8bc1",
        "\u904b\u8ee2\u514d\u8a31"
    };
    private static final String[] LONG_LICENCE_WORDS = Stream.concat(
                    Stream.of("licence number", "licence no", "license number"), Stream.of(DRIVERS_LICENSE_WORDS))
            .toArray(String[]::new);
    private static final String[] EU_VAT_WORDS = {
        "vat",
        "vat id",
        "vat number",
        "ust id",
        "ust idnr",
        "umsatzsteuer",
        "umsatzsteuer identifikationsnummer",
        "tva",
        "iva",
        "partita iva",
        "btw",
        "btw nummer",
        "nip ue",
        "moms",
        "dph"
    };

    private DocumentDetectors() {}

    static List<Detector> all() {
        return List.of(
                usPassport(),
                bareUsPassport(),
                ukPassport(),
                passport(),
                barePassport(),
                usDriversLicense(),
                bareUsDriversLicense(),
                labelledDl(),
                driversLicense(),
                bareDriversLicense(),
                longDriversLicense(),
                otherDriversLicense(),
                euVat(),
                uncheckedEuVat());
    }

    private static Detector usPassport() {
        return Detector.of("us_passport", GOVERNMENT_ID)
                .region("US")
                .what("number of a US passport", "a word beside it")
                .reference("https://travel.state.gov/content/travel/en/passports.html")
                .matches("340007237", "123456789", "987654321")
                .rejects("34000723", "3400072371", "340-007-237")
                .confidence(Confidence.LOW)
                .near(US_PASSPORT_WORDS)
                .notNear(OtherFields.than("passport"))
                .on(Shape.of("999999999"), Check.NONE);
    }

    private static Detector bareUsPassport() {
        return Detector.of("us_passport", GOVERNMENT_ID)
                .region("US")
                .reference("https://travel.state.gov/content/travel/en/passports.html")
                .matches("A12345678", "C12345678", "Z98765432")
                .rejects("A1234567", "A123456789", "1A2345678")
                .confidence(Confidence.LOW)
                .near(US_PASSPORT_WORDS)
                .notNear(OtherFields.than("passport"))
                .on(Shape.of("A99999999"), Check.NONE);
    }

    private static Detector ukPassport() {
        return Detector.of("uk_passport", GOVERNMENT_ID)
                .region("GB")
                .what("number of a UK passport", "a word beside it")
                .reference(
                        "https://www.gov.uk/hmrc-internal-manuals/international-exchange-of-information-manual/ieim403120")
                .matches("925665416", "123456789", "533380006")
                .rejects("92566541", "9256654160", "925-665-416")
                .confidence(Confidence.LOW)
                .near("uk passport", "british passport", "u k passport", "hm passport", "hmpo")
                .notNear(OtherFields.than("passport"))
                .on(Shape.of("999999999"), Check.NONE);
    }

    private static Detector passport() {
        return Detector.of("passport_number", GOVERNMENT_ID)
                .region("any")
                .what("number of a passport", "a word beside it")
                .reference("https://www.icao.int/publications/pages/publication.aspx?docnum=9303")
                .matches("123456789", "12AB34567", "45 08 123456")
                .rejects("1234567", "1234567890", "12AB3456")
                .confidence(Confidence.LOW)
                .near(PASSPORT_NUMBER_WORDS)
                .notNear(OtherFields.than("passport"))
                .on(Shape.of("999999999", "99999999", "99 99 999999", "9999 999999", "99AA99999"), Check.NONE);
    }

    private static Detector barePassport() {
        return Detector.of("passport_number", GOVERNMENT_ID)
                .region("any")
                .reference("https://www.icao.int/publications/pages/publication.aspx?docnum=9303")
                .matches("C01X00T47", "K1234567", "AA1234567", "XDB123456")
                .rejects("C01X00T4", "PASSPORT", "c01x00t47")
                .confidence(Confidence.LOW)
                .near(PASSPORT_NUMBER_WORDS)
                .notNear(OtherFields.than("passport"))
                .on(
                        Shape.of(
                                "A99999999",
                                "A9999999",
                                "AA9999999",
                                "AA999999",
                                "AAA999999",
                                "A9XXXXXXX",
                                "AAA9XXXXX",
                                "AAAA9XXXX",
                                "AA9XXXXXX"),
                        DocumentNumber::passport);
    }

    private static Detector usDriversLicense() {
        return Detector.of("us_drivers_license", GOVERNMENT_ID)
                .region("US")
                .what("number of a US driver's license", "formats of the states, a word beside it")
                .reference("https://www.aamva.org/vehicles/vehicle-registration")
                .matches("A1234567", "D1234567", "S530-4609-0000", "F255-921-50-094-0")
                .rejects("A123456", "a1234567", "1A234567")
                .confidence(Confidence.LOW)
                .near(US_DRIVERS_LICENSE_WORDS)
                .notNear(OtherFields.than("license", "licence"))
                .on(
                        Shape.of(
                                "A9999999",
                                "A99999999",
                                "A999999999999",
                                "A999-9999-9999",
                                "A999-999-99-999-9",
                                "A999-9999-99999",
                                "A9999~99999~99999",
                                "AA999999A",
                                "AA9999999"),
                        Check.NONE);
    }

    private static Detector bareUsDriversLicense() {
        return Detector.of("us_drivers_license", GOVERNMENT_ID)
                .region("US")
                .reference("https://www.aamva.org/vehicles/vehicle-registration")
                .matches("12345678", "123456789", "123 456 789")
                .rejects("123456", "1234567890", "12-345678")
                .confidence(Confidence.LOW)
                .near(US_DRIVERS_LICENSE_WORDS)
                .notNear(OtherFields.than("license", "licence"))
                .on(Shape.of("99999999", "999999999", "9999999", "999 999 999"), Check.NONE);
    }

    /** The abbreviation is a tag of HTML too: it speaks for what stands right behind it. */
    private static Detector labelledDl() {
        var definition = Detector.of("us_drivers_license", GOVERNMENT_ID)
                .region("US")
                .reference("https://www.aamva.org/vehicles/vehicle-registration")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "DL# \u00abL9565020\u00bb",
                        "DL: \u00ab12345678\u00bb",
                        "DL no. \u00abS530-4609-0000\u00bb",
                        "DL# \u00abS9107 52693 36668\u00bb")
                .rejects("DL 12345", "<dl> 12345678", "adl: 12345678");
        return Label.of("dl")
                .before(
                        definition,
                        "[A-Z]{1,2}[0-9]{6,14}|[A-Z][0-9]{4}(?:[ -][0-9]{5}){2}|[A-Z][0-9]{3}(?:-[0-9]{2,5}){2,4}|[0-9]{7,9}",
                        20,
                        (text, start, end) -> text.charAt(start - 1) == '>' || text.startsWith("> ", start - 2)
                                ? null
                                : new Span(start, end));
    }

    private static Detector driversLicense() {
        return Detector.of("drivers_license", GOVERNMENT_ID)
                .region("any")
                .what("number of a driving licence", "a word beside it; that of the UK by its shape")
                .reference("https://www.gov.uk/government/publications/driving-licence-number")
                .matches("MORGA657054SM9IJ", "JONES710238HA9BY", "LEE99612130JA8RK")
                .rejects("MORGA637054SM9IJ", "MORGA657054SM9I", "morga657054sm9ij")
                .confidence(Confidence.MEDIUM)
                .near(DRIVERS_LICENSE_WORDS)
                .on(Shape.of("AAAAA999999AXXAA", "AAAA9999999AXXAA", "AAA99999999AXXAA"), DocumentNumber::ukLicence);
    }

    private static Detector bareDriversLicense() {
        return Detector.of("drivers_license", GOVERNMENT_ID)
                .region("any")
                .reference("https://www.gov.uk/government/publications/driving-licence-number")
                .matches("TX1234567A", "MH14 20110062821", "AB123456")
                .rejects("TX12345678A", "mh14 20110062821", "B072")
                .confidence(Confidence.LOW)
                .near(DRIVERS_LICENSE_WORDS)
                .notNear(OtherFields.than("license", "licence"))
                .on(Shape.of("AA9999999A", "AA99 99999999999", "AA9999999", "AA999999"), Check.NONE);
    }

    private static Detector longDriversLicense() {
        return Detector.of("drivers_license", GOVERNMENT_ID)
                .region("any")
                .reference("https://www.gov.uk/government/publications/driving-licence-number")
                .matches("B072RRE2I55", "U1X1234567A", "K1881X0IY6G")
                .rejects("B072RRE2I5", "b072rre2i55", "B072")
                .confidence(Confidence.LOW)
                .near(LONG_LICENCE_WORDS)
                .notNear(OtherFields.than("license", "licence"))
                .on(Shape.of("A999XXXXXXX", "A9XXXXXXXXX"), Check.NONE);
    }

    private static Detector otherDriversLicense() {
        return Detector.of("drivers_license", GOVERNMENT_ID)
                .region("any")
                .reference("https://www.gov.uk/government/publications/driving-licence-number")
                .matches("880775100142", "02650306461", "5012345678")
                .rejects("1234567", "8807751001421", "99-99")
                .confidence(Confidence.LOW)
                .near(DRIVERS_LICENSE_WORDS)
                .notNear(OtherFields.than("license", "licence"))
                .on(
                        Shape.of(
                                "999999999999",
                                "99999999999",
                                "9999999999",
                                "99 99 999999",
                                "99999999",
                                "99999/99/9999"),
                        Check.NONE);
    }

    private static Detector euVat() {
        return Detector.of("eu_vat", GOVERNMENT_ID)
                .region("any")
                .what("VAT number of the European Union", "check digits of the country; without, a word beside it")
                .reference("https://ec.europa.eu/taxation_customs/vies/")
                .matches(
                        "DE136695976",
                        "ATU13585627",
                        "FR40303265045",
                        "NL004495445B01",
                        "BE 0428.759.497",
                        "IT00743110157")
                .rejects("DE136695977", "XX136695976", "DE1366959760")
                .confidence(Confidence.MEDIUM)
                .near(EU_VAT_WORDS)
                .on(
                        Shape.of(
                                "AA~99999999",
                                "AA~999999999",
                                "AA~9999999999",
                                "AA~99999999999",
                                "AAA99999999",
                                "AA~999999999999",
                                "AA~999999999A99",
                                "AA9999999A",
                                "AA9999999AA",
                                "AA99999999A",
                                "AAA9999999A",
                                "AA~999~999~999",
                                "AA~9999.999.999"),
                        VatNumber::holds);
    }

    private static Detector uncheckedEuVat() {
        return Detector.of("eu_vat", GOVERNMENT_ID)
                .region("any")
                .reference("https://ec.europa.eu/taxation_customs/vies/")
                .matches("CZ25123891", "RO18547290", "BG1234567890")
                .rejects("XX25123891", "DE136695977", "CZ2512389")
                .confidence(Confidence.LOW)
                .near(EU_VAT_WORDS)
                .on(
                        Shape.of(
                                "AA~99999999",
                                "AA~999999999",
                                "AA~9999999999",
                                "AA~99999999999",
                                "AA~999999999999",
                                "AA99999999A",
                                "AA9999999A99"),
                        DocumentNumber::vatUnchecked);
    }
}
