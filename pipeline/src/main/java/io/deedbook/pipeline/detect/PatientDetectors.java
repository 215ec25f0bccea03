// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.HEALTH;

import java.util.List;

/** The definitions of what finds numbers of patients and policies, which have no public format: a word must be near. */
final class PatientDetectors {
    private static final String[] MEDICAL_RECORD_NUMBER_WORDS = {
        "mrn",
        "medical record",
        "medical record number",
        "medical record no",
        "patient id",
        "patient number",
        "patient no",
        "patient identifier",
        "chart number",
        "chart no",
        "hospital number",
        "health record",
        "patientennummer",
        "patienten nr",
        "fallnummer",
        "num\u00e9ro de dossier",
        "dossier m\u00e9dical",
        "historia cl\u00ednica",
        "n\u00famero de historia",
        "nhc",
        "cartella clinica",
        "aktennummer",
        "patientenakte",
        "patienten id",
        "patientnr",
        "dossier patient",
        "num\u00e9ro de patient",
        "prontu\u00e1rio",
        "expediente cl\u00ednico",
        "\u75c5\u5386\u53f7",
        "\u60a3\u8005\u756a\u53f7"
    };
    private static final String[] HEALTH_PLAN_ID_WORDS = {
        "member id",
        "member number",
        "member no",
        "memberid",
        "subscriber id",
        "subscriber number",
        "policy number",
        "policy no",
        "policy id",
        "policyholder",
        "group number",
        "health plan",
        "beneficiary number",
        "beneficiary id",
        "insurance id",
        "insurance number",
        "insurance policy",
        "krankenversichertennummer",
        "versichertennummer",
        "versicherungsnummer",
        "kvnr",
        "insurance member",
        "plan id",
        "mutuelle",
        "num\u00e9ro adh\u00e9rent",
        "n\u00famero de p\u00f3liza",
        "tarjeta sanitaria",
        "ehic"
    };

    private PatientDetectors() {}

    static List<Detector> all() {
        return List.of(medicalRecord(), bareMedicalRecord(), chart(), healthPlan(), bareHealthPlan());
    }

    private static Detector medicalRecord() {
        return Detector.of("medical_record_number", HEALTH)
                .region("any")
                .what("number of a patient or a medical record", "a word beside it")
                .reference("https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html")
                .matches("1234567", "00123456", "12-34-56")
                .rejects("1234", "12345678901", "1.234567")
                .confidence(Confidence.LOW)
                .near(MEDICAL_RECORD_NUMBER_WORDS)
                .notNear(OtherFields.than("mrn", "medical record", "patient id"))
                .on(
                        Shape.of(
                                "99999",
                                "999999",
                                "9999999",
                                "99999999",
                                "999999999",
                                "9999999999",
                                "99-99-99",
                                "999-99-99",
                                "999-999-999",
                                "999-99-999",
                                "9999-9999"),
                        Check.NONE);
    }

    private static Detector bareMedicalRecord() {
        return Detector.of("medical_record_number", HEALTH)
                .region("any")
                .reference("https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html")
                .matches("MRN-1234567", "AB123456", "E1234567")
                .rejects("AB1234", "mrn12", "ABCD123456")
                .confidence(Confidence.LOW)
                .near(MEDICAL_RECORD_NUMBER_WORDS)
                .notNear(OtherFields.than("mrn", "medical record", "patient id"))
                .on(
                        Shape.of(
                                "A99999",
                                "A999999",
                                "A9999999",
                                "A99999999",
                                "AA99999",
                                "AA999999",
                                "AA9999999",
                                "AAA~99999",
                                "AAA~999999",
                                "AAA~9999999",
                                "AAA~99999999",
                                "AAA~999999999"),
                        Check.NONE);
    }

    /** Drawings are called so too: the sign of a number must follow. */
    private static Detector chart() {
        var definition = Detector.of("medical_record_number", HEALTH)
                .region("any")
                .reference("https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html")
                .confidence(Confidence.MEDIUM)
                .matches("chart # \u00ab51145376\u00bb", "Chart no. \u00ab0012345\u00bb")
                .rejects("chart 51145376", "chart # 3", "flowchart # 51145376");
        return Label.of("chart").before(definition, " ?(?:#|no\\.?|number)", "[0-9]{5,10}", 10, Validator.NONE);
    }

    private static Detector healthPlan() {
        return Detector.of("health_plan_id", HEALTH)
                .region("any")
                .what("number of an insured person, a policy or a health plan", "a word beside it")
                .reference("https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html")
                .matches("123456789", "98765432101", "12345678", "774243410-01")
                .rejects("1234567", "12345678901234", "1.23456789")
                .confidence(Confidence.LOW)
                .near(HEALTH_PLAN_ID_WORDS)
                .notNear(OtherFields.than("member id", "policy number", "group number", "subscriber id"))
                .on(
                        Shape.of(
                                "99999999",
                                "999999999",
                                "999999999-99",
                                "9999999999",
                                "99999999999",
                                "999999999999",
                                "9999999999999"),
                        Check.NONE);
    }

    private static Detector bareHealthPlan() {
        return Detector.of("health_plan_id", HEALTH)
                .region("any")
                .reference("https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html")
                .matches("XYZ123456789", "W123456789", "A123456780")
                .rejects("XYZ12345", "xyz123456789", "WXYZ123456789")
                .confidence(Confidence.LOW)
                .near(HEALTH_PLAN_ID_WORDS)
                .notNear(OtherFields.than("member id", "policy number", "group number", "subscriber id"))
                .on(
                        Shape.of(
                                "A99999999",
                                "A999999999",
                                "AA9999999",
                                "AA99999999",
                                "AAA~999999",
                                "AAA~9999999",
                                "AAA~99999999",
                                "AAA~999999999",
                                "AAA~999999999999",
                                "AAA999A99999"),
                        Check.NONE);
    }
}
