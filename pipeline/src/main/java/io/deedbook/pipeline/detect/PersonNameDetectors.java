// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import java.util.List;

/** The definitions of what finds names of people, all by the label before them. */
final class PersonNameDetectors {
    private PersonNameDetectors() {}

    static List<Detector> all() {
        return List.of(personName(), applicant(), named(), namedInForm(), frenchNamed());
    }

    private static Detector personName() {
        var definition = Detector.of("person_name", IDENTITY)
                .what("name of a person behind a label that says so", "capital letters, no word of forms or programs")
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Patient name: \u00abJane Doe\u00bb",
                        "\"lastName\": \"\u00abM\u00fcller-L\u00fcdenscheid\u00bb\"",
                        "full_name=\"\u00abJos\u00e9 Mar\u00eda Garc\u00eda\u00bb\"")
                .rejects(
                        "firstName: String",
                        "First Name Last Name Email",
                        "full name is required",
                        "lastName = user.lastName");
        return Label.of(
                        "patient name",
                        "full name",
                        "customer name",
                        "employee name",
                        "client name",
                        "first name",
                        "middle name",
                        "last name",
                        "maiden name",
                        "given name",
                        "family name",
                        "surname",
                        "account holder",
                        "card holder",
                        "beneficiary name",
                        "insured name",
                        "legal name",
                        "vorname",
                        "nachname",
                        "apellidos",
                        "cognome")
                .before(
                        definition,
                        "(?:'s|s)?(?: name)?",
                        PersonName.PATTERN,
                        PersonName.CHARS_MAX,
                        PersonName::validate);
    }

    private static Detector applicant() {
        var definition = Detector.of("person_name", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Patient: \u00abJane Doe\u00bb",
                        "\"patient\": \"\u00abJohn Q. Public\u00bb\"",
                        "patient=\u00abJane Doe\u00bb",
                        "Applicant: \u00abJane Doe\u00bb")
                .rejects("patient: Jane", "Patient Care Plan", "patient: Optional[Patient]");
        return Label.of(
                        "patient",
                        "applicant",
                        "claimant",
                        "policy holder",
                        "next of kin",
                        "emergency contact",
                        "antragsteller",
                        "versicherter")
                .withSign()
                .before(
                        definition,
                        "(?:'s)?(?: name)?",
                        PersonName.PATTERN,
                        PersonName.CHARS_MAX,
                        PersonName::validateFull);
    }

    private static Detector named() {
        var definition = namedBesideOthers()
                .matches("Name: \u00abJane Doe\u00bb", "\"name\": \"\u00abJane Doe\u00bb\"")
                .rejects("name: Jane", "Name Jane Doe", "name: String");
        return behindSign(Label.of("name", "nome", "naam", "nama"), definition, PersonName::validateFull);
    }

    private static Detector namedInForm() {
        var definition = Detector.of("person_name", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches("Name: \u00abJane Doe\u00bb\nDOB: x", "name: \u00abJohn Q. Public\u00bb, gender: x")
                .rejects("name: Jane Doe", "name: Jane, dob: x");
        return behindSign(Label.of("name"), definition, PersonName::validateInForm);
    }

    private static Detector frenchNamed() {
        var definition = namedBesideOthers()
                .matches("Nom : \u00abMarie Dupont\u00bb", "nom: \u00abJean-Luc Martin\u00bb")
                .rejects("nom: Marie", "nom: string");
        return behindSign(Label.of("nom"), definition, PersonName::validateFull);
    }

    private static Detector behindSign(Label label, DetectorBuilder definition, Validator validator) {
        return label.withSign()
                .before(
                        definition,
                        "",
                        PersonName.PATTERN,
                        PersonName.CHARS_MAX,
                        validator,
                        PersonName::isAheadBehindSign);
    }

    /** Things have names too: something else of a person must be near. */
    private static DetectorBuilder namedBesideOthers() {
        return Detector.of("person_name", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.LOW)
                .near(
                        "dob",
                        "date of birth",
                        "born",
                        "birth",
                        "ssn",
                        "social security",
                        "passport",
                        "patient",
                        "applicant",
                        "applicant s",
                        "nhs",
                        "mrn",
                        "phone",
                        "telephone",
                        "mobile",
                        "email",
                        "e mail",
                        "mail",
                        "gender",
                        "sex",
                        "nationality",
                        "geburtsdatum",
                        "geboren",
                        "geb",
                        "naissance",
                        "nir",
                        "nacimiento",
                        "nascimento",
                        "nascita",
                        "dni",
                        "nif",
                        "cpf",
                        "telefon",
                        "tel")
                .notNear("company", "product", "host", "package", "project", "repository");
    }
}
