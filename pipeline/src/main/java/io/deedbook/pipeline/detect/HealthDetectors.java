// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.HEALTH;

import java.util.List;

/** The definitions of what finds numbers of patients, insured people and those who treat them. */
final class HealthDetectors {
    private static final String[] AU_MEDICARE_WORDS = {"medicare", "medicare card", "medicare number"};

    private HealthDetectors() {}

    static List<Detector> all() {
        return List.of(nhs(), medicare(), bareMedicare(), npi(), dea(), mbi());
    }

    private static Detector nhs() {
        return Detector.of("uk_nhs", HEALTH)
                .region("GB")
                .what("UK NHS number", "modulo 11")
                .reference("https://www.datadictionary.nhs.uk/attributes/nhs_number.html")
                .matches("943 476 5919", "9434765919", "401-023-2137")
                .rejects("943 476 5918", "111 111 1111", "94347659190")
                .confidence(Confidence.LOW)
                .near("nhs", "nhs number", "nhs no", "national health service")
                .on(Shape.of("999~999~9999"), HealthNumber::nhs);
    }

    private static Detector medicare() {
        return Detector.of("au_medicare", HEALTH)
                .region("AU")
                .what("Australian Medicare card number", "check digit of the first eight")
                .reference("https://en.wikipedia.org/wiki/Medicare_card_(Australia)")
                .matches("2123 45670 1", "3123 45671 1", "4123 45672 1")
                .rejects("2123 45671 1", "1123 45670 1", "2123 45670 0")
                .confidence(Confidence.MEDIUM)
                .near(AU_MEDICARE_WORDS)
                .on(Shape.of("9999 99999 9"), HealthNumber::medicare);
    }

    private static Detector bareMedicare() {
        return Detector.of("au_medicare", HEALTH)
                .region("AU")
                .reference("https://en.wikipedia.org/wiki/Medicare_card_(Australia)")
                .matches("2123456701", "3123456711", "4123456721")
                .rejects("2123456711", "1123456701", "21234567010")
                .confidence(Confidence.LOW)
                .near(AU_MEDICARE_WORDS)
                .on(Shape.of("9999999999"), HealthNumber::medicare);
    }

    private static Detector npi() {
        return Detector.of("us_npi", HEALTH)
                .region("US")
                .what("US national provider identifier", "Luhn after 80840")
                .reference(
                        "https://www.cms.gov/Regulations-and-Guidance/Administrative-Simplification/NationalProvIdentStand")
                .matches("1234567893", "1245319599", "2000000002")
                .rejects("1234567890", "3234567893", "12345678930")
                .confidence(Confidence.LOW)
                .near("npi", "national provider", "provider identifier", "provider id")
                .on(Shape.of("9999999999"), HealthNumber::npi);
    }

    private static Detector dea() {
        return Detector.of("us_dea", HEALTH)
                .region("US")
                .what("US DEA registration number", "kind of registrant, weighted sum, a word beside it")
                .reference("https://en.wikipedia.org/wiki/DEA_number")
                .matches("AB1234563", "BJ6125341", "FS1234563")
                .rejects("AB1234564", "VB1234563", "AB12345630")
                .confidence(Confidence.LOW)
                .near("dea", "dea number", "dea no", "dea reg", "prescriber", "prescription", "controlled substance")
                .on(Shape.of("AA9999999"), HealthNumber::dea);
    }

    private static Detector mbi() {
        return Detector.of("us_mbi", HEALTH)
                .region("US")
                .what("US Medicare beneficiary identifier", "letters that are given")
                .reference("https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi-format")
                .matches("1EG4-TE5-MK73", "1EG4TE5MK73", "9AA9-AA9-AA99")
                .rejects("0EG4-TE5-MK73", "1SG4-TE5-MK73", "1EG4-TE5-MK7")
                .near("mbi", "medicare", "beneficiary")
                .on(Shape.of("9AX9~AX9~AA99"), HealthNumber::mbi);
    }
}
