// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.HEALTH;

import java.util.List;
import java.util.stream.Stream;

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

    /** What tells that a date is of something else. */
    private static final String[] NOT_A_STAY = Stream.concat(
                    Stream.of(BirthDateDetectors.WORDS),
                    Stream.of(
                            "updated",
                            "last updated",
                            "created",
                            "modified",
                            "issued",
                            "expires",
                            "invoice date",
                            "befund",
                            "befund vom"))
            .toArray(String[]::new);

    private MedicalDateDetectors() {}

    static List<Detector> all() {
        return DateDetectors.all(() -> Detector.of("medical_date", HEALTH)
                .what("date of an admission, a treatment, a discharge or a death", "a word beside it")
                .reference(About.HIPAA)
                .near(WORDS)
                .notNear(NOT_A_STAY));
    }
}
