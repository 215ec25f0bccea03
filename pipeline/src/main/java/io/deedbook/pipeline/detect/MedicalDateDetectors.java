// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.HEALTH;

import java.util.List;

/** The definitions of what finds dates of admissions, treatments and deaths. */
final class MedicalDateDetectors {
    private static final String[] WORDS = {
        "admission date",
        "date of admission",
        "admitted",
        "discharge date",
        "date of discharge",
        "discharged",
        "date of death",
        "deceased",
        "died",
        "date of service",
        "service date",
        "visit date",
        "surgery date",
        "date of surgery",
        "hospitalized",
        "diagnosed",
        "aufnahmedatum",
        "entlassungsdatum",
        "sterbedatum",
        "date d'admission",
        "date de sortie",
        "fecha de ingreso",
        "fecha de alta",
        "treated on",
        "appointment",
        "last visit",
        "sortie",
        "entlassen",
        "aufgenommen"
    };

    private MedicalDateDetectors() {}

    static List<Detector> all() {
        return DateDetectors.all(() -> Detector.of("medical_date", HEALTH)
                .what("date of an admission, a treatment, a discharge or a death", "a word beside it")
                .reference(About.HIPAA)
                .near(WORDS)
                .notNear(BirthDateDetectors.WORDS));
    }
}
