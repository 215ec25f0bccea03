// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import java.util.List;

/** The definitions of what finds numbers of certificates and licences of people. */
final class CertificateDetectors {
    private static final String[] WORDS = {
        "medical license",
        "medical licence",
        "medical license number",
        "license number",
        "license no",
        "licence number",
        "licence no",
        "certificate number",
        "certificate no",
        "cert number",
        "cert no",
        "permit number",
        "permit no",
        "bar number",
        "professional license",
        "nursing license",
        "state license",
        "lizenznummer",
        "approbation"
    };

    private CertificateDetectors() {}

    static List<Detector> all() {
        return List.of(labelled(), nearby());
    }

    private static Detector labelled() {
        var definition = Detector.of("certificate_license_number", IDENTITY)
                .what(
                        "number of a certificate or licence of a person behind a label that says so",
                        "four digits at least")
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "medical license no. \u00abMD-123456\u00bb",
                        "certificate number: \u00abRN1234567\u00bb",
                        "\"certificateNumber\": \"\u00ab20231234567\u00bb\"")
                .rejects("license number: MIT", "license number: 2.0", "certificate number: abc");
        return Label.of(
                        "medical license",
                        "license number",
                        "license no",
                        "licence number",
                        "licence no",
                        "certificate number",
                        "certificate no",
                        "permit number",
                        "permit no",
                        "bar number",
                        "lizenznummer")
                .before(definition, "(?:[A-Z]{1,4}-?)?[0-9]{4,12}[A-Z]?", 24, Validator.NONE);
    }

    private static Detector nearby() {
        return Detector.of("certificate_license_number", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.LOW)
                .matches("LIC-6148935", "CPA90051", "RN-564419")
                .rejects("LIC-614", "cpa90051", "LICENSE-614893")
                .near(WORDS)
                .notNear(OtherFields.than("license", "licence", "certificate"))
                .on(
                        Shape.of(
                                "A~99999",
                                "A~999999",
                                "A~9999999",
                                "AA~99999",
                                "AA~999999",
                                "AA~9999999",
                                "AA~99999999",
                                "AAA~99999",
                                "AAA~999999",
                                "AAA~9999999",
                                "AAA~99999999"),
                        Check.NONE);
    }
}
