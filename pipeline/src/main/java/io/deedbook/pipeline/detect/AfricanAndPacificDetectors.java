// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import java.util.List;

/** The definitions of what finds the numbers that the states of the Middle East, Africa and Oceania give to people. */
final class AfricanAndPacificDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };
    private static final String[] AU_ABN_WORDS = {"abn", "australian business number"};

    private AfricanAndPacificDetectors() {}

    static List<Detector> all() {
        return List.of(tckn(), israeliId(), emiratesId(), saudiId(), southAfricanId(), tfn(), abn(), bareAbn(), ird());
    }

    private static Detector tckn() {
        return Detector.of("tr_tckn", GOVERNMENT_ID)
                .region("TR")
                .what("Turkish identity number", "two check digits")
                .reference("https://en.wikipedia.org/wiki/Turkish_identification_number")
                .matches("10000000146", "99160961450", "32484765908")
                .rejects("10000000147", "00000000146", "100000001460")
                .confidence(Confidence.LOW)
                .near("tckn", "tc kimlik", "kimlik no", "t c kimlik", "kimlik numaras\u0131", "tc no")
                .on(Shape.of("99999999999"), AsianNumber::tckn);
    }

    private static Detector israeliId() {
        return Detector.of("il_id", GOVERNMENT_ID)
                .region("IL")
                .what("Israeli identity number", "Luhn")
                .reference("https://en.wikipedia.org/wiki/Israeli_identity_card")
                .matches("362368599", "039337423", "30331364-7")
                .rejects("362368598", "000000018", "3623685990")
                .confidence(Confidence.LOW)
                .near(
                        "teudat zehut",
                        "mispar zehut",
                        "tz number",
                        "tz no",
                        "tz id",
                        "israeli id",
                        "\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea",
                        "\u05de\u05e1\u05e4\u05e8 \u05d6\u05d4\u05d5\u05ea",
                        "\u05ea \u05d6")
                .on(Shape.of("999999999", "99999999-9"), AsianNumber::israeliId);
    }

    private static Detector emiratesId() {
        return Detector.of("ae_emirates_id", GOVERNMENT_ID)
                .region("AE")
                .what("identity number of the United Arab Emirates", "prefix 784, year, Luhn")
                .reference("https://en.wikipedia.org/wiki/Emirates_Identity_Card")
                .matches("784-1990-1234567-6", "784199012345676", "784-1985-0000001-7")
                .rejects("784-1990-1234567-7", "785-1990-1234567-6", "784-2190-1234567-1")
                .near("emirates id", "eid")
                .on(Shape.of("784-9999-9999999-9", "784999999999999"), AsianNumber::emiratesId);
    }

    private static Detector saudiId() {
        return Detector.of("sa_national_id", GOVERNMENT_ID)
                .region("SA")
                .what("Saudi identity or residence number", "Luhn, a word beside it")
                .reference("https://en.wikipedia.org/wiki/Saudi_national_identity_card")
                .matches("1000000008", "2000000006", "1018283398")
                .rejects("1000000009", "3000000004", "10000000080")
                .confidence(Confidence.LOW)
                .near(
                        "iqama",
                        "saudi id",
                        "national id",
                        "absher",
                        "\u0647\u0648\u064a\u0629",
                        "\u0631\u0642\u0645 \u0627\u0644\u0647\u0648\u064a\u0629",
                        "\u0625\u0642\u0627\u0645\u0629")
                .on(Shape.of("9999999999"), AsianNumber::saudiId);
    }

    private static Detector southAfricanId() {
        return Detector.of("za_id", GOVERNMENT_ID)
                .region("ZA")
                .what("South African identity number", "date, citizenship, Luhn")
                .reference("https://en.wikipedia.org/wiki/South_African_identity_card")
                .matches("8001015009087", "800101 5009 087", "9103049863080")
                .rejects("8001015009088", "8013015009087", "8001015009287", "1709235686085")
                .confidence(Confidence.MEDIUM)
                .near("id number", "identity number", "south african id", "sa id", "rsa id", "id no")
                .notNear(NOT_A_PERSON)
                .on(Shape.of("999999~9999~999", "999999~9999~99~9"), AsianNumber::southAfricanId);
    }

    private static Detector tfn() {
        return Detector.of("au_tfn", GOVERNMENT_ID)
                .region("AU")
                .what("Australian tax file number", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/Tax_file_number")
                .matches("123456782", "876 543 210", "643503246")
                .rejects("123456783", "000123456", "1234567820")
                .confidence(Confidence.LOW)
                .near("tfn", "tax file number", "tax file")
                .on(Shape.of("999~999~999"), AsianNumber::tfn);
    }

    private static Detector abn() {
        return Detector.of("au_abn", GOVERNMENT_ID)
                .region("AU")
                .what("Australian business number", "modulo 89")
                .reference("https://abr.business.gov.au/Help/AbnFormat")
                .matches("51 824 753 556", "83 914 571 673", "93 809 208 527")
                .rejects("51 824 753 557", "01 824 753 556", "51 824 753 5560")
                .confidence(Confidence.MEDIUM)
                .near(AU_ABN_WORDS)
                .on(Shape.of("99 999 999 999"), AsianNumber::abn);
    }

    private static Detector bareAbn() {
        return Detector.of("au_abn", GOVERNMENT_ID)
                .region("AU")
                .reference("https://abr.business.gov.au/Help/AbnFormat")
                .matches("51824753556", "83914571673", "36013727909")
                .rejects("51824753557", "01824753556", "518247535560")
                .confidence(Confidence.LOW)
                .near(AU_ABN_WORDS)
                .on(Shape.of("99999999999"), AsianNumber::abn);
    }

    private static Detector ird() {
        return Detector.of("nz_ird", GOVERNMENT_ID)
                .region("NZ")
                .what("New Zealand tax number", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/Inland_Revenue_(New_Zealand)")
                .matches("49091850", "49-091-850", "136410132")
                .rejects("49091851", "00000009", "490918500")
                .confidence(Confidence.LOW)
                .near("ird", "ird number", "ird no", "inland revenue")
                .on(Shape.of("99-999-999", "999-999-999", "999999999", "99999999"), AsianNumber::ird);
    }
}
