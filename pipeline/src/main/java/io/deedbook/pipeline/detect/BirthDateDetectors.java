// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.ArrayList;
import java.util.List;

/** The definitions of what finds dates of birth. */
final class BirthDateDetectors {
    static final String[] WORDS = {
        "d o b",
        "birth dt",
        "n\u00e9 e le",
        "naci\u00f3",
        "nac\u00ed",
        "nasceu",
        "nasci",
        "urodzonej",
        "urodzonego",
        "data ur",
        "fecha nacim",
        "f nac",
        "syntynyt",
        "\u751f\u65e5",
        "\u51fa\u751f\u5e74\u6708",
        "\u0e27\u0e31\u0e19\u0e40\u0e01\u0e34\u0e14",
        "\u091c\u0928\u094d\u092e \u0924\u093f\u0925\u093f",
        "\u091c\u0928\u094d\u092e\u0924\u093f\u0925\u093f",
        "\u062a\u0627\u0631\u064a\u062e \u0627\u0644\u0645\u064a\u0644\u0627\u062f",
        "\u05ea\u05d0\u05e8\u05d9\u05da \u05dc\u05d9\u05d3\u05d4",
        "tarikh lahir",
        "\u0434\u0430\u0442\u0430 \u0440\u043e\u0436\u0434",
        "dob",
        "date of birth",
        "birth date",
        "birthday",
        "birth",
        "born",
        "geboren",
        "geburtsdatum",
        "geburtstag",
        "n\u00e9 le",
        "n\u00e9e le",
        "date de naissance",
        "fecha de nacimiento",
        "nacido",
        "nacida",
        "nato il",
        "nata il",
        "data di nascita",
        "data de nascimento",
        "nascido",
        "geboortedatum",
        "data urodzenia",
        "f\u00f6delsedatum",
        "f\u00f8dselsdato",
        "syntym\u00e4aika",
        "\u0434\u0430\u0442\u0430 \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f",
        "do\u011fum tarihi",
        "tanggal lahir",
        "\u51fa\u751f",
        "\u751f\u5e74\u6708\u65e5",
        "\uc0dd\ub144\uc6d4\uc77c",
        "nascimento",
        "data nasc",
        "dt nasc",
        "nascida",
        "nacimiento",
        "fecha nac",
        "fec nac",
        "naissance",
        "date naiss",
        "nascita",
        "nato a",
        "nata a",
        "geb",
        "geburt",
        "gebdatum",
        "geb datum",
        "tgl lahir",
        "lahir",
        "birthdate",
        "bday",
        "geboorte",
        "ur",
        "urodzony",
        "urodzona",
        "urodzenia",
        "f\u00f6dd",
        "f\u00f8dt",
        "datum narozen\u00ed",
        "narozen",
        "narozena",
        "datum ro\u0111enja",
        "sz\u00fclet\u00e9si id\u0151",
        "sz\u00fcletett",
        "data na\u0219terii",
        "n\u0103scut",
        "do\u011fum",
        "\u0440\u043e\u0434\u0438\u043b\u0441\u044f",
        "\u0440\u043e\u0434\u0438\u043b\u0430\u0441\u044c",
        "\u0434\u0430\u0442\u0430 \u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d\u043d\u044f",
        "\u03b7\u03bc\u03b5\u03c1\u03bf\u03bc\u03b7\u03bd\u03af\u03b1 \u03b3\u03ad\u03bd\u03bd\u03b7\u03c3\u03b7\u03c2",
        "\u51fa\u751f\u65e5\u671f",
        "\u8a95\u751f\u65e5",
        "\uc0dd\uc77c",
        "\ucd9c\uc0dd\uc77c",
        "ng\u00e0y sinh"
    };
    /** What tells that a date is not of a birth. */
    private static final String[] OTHER_DATE_WORDS = {
        "arrival",
        "departure",
        "check in",
        "check out",
        "loss date",
        "date of loss",
        "accident",
        "incident",
        "aufgenommen",
        "entlassen",
        "aufnahme",
        "entlassung",
        "aufnahmedatum",
        "entlassungsdatum",
        "befund",
        "befund vom",
        "ausgestellt",
        "g\u00fcltig bis",
        "d\u00e9livr\u00e9",
        "expire",
        "expira",
        "emitido",
        "rilasciato",
        "scadenza",
        "vence",
        "firm\u00f3",
        "signed",
        "joined",
        "registered on",
        "last login",
        "hired",
        "hired on",
        "hiredate",
        "purchase",
        "purchased",
        "date of purchase",
        "payment",
        "delivery",
        "last updated",
        "updated at",
        "modified",
        "date of inspection",
        "sterbedatum",
        "gestorben",
        "fecha de alta",
        "fecha de ingreso",
        "date of service",
        "service date",
        "admission",
        "admission date",
        "date of admission",
        "admitted",
        "discharge",
        "discharge date",
        "discharged",
        "date of death",
        "deceased",
        "died",
        "visit",
        "visit date",
        "surgery",
        "diagnosed",
        "appointment",
        "rendez vous",
        "termin",
        "cita",
        "issued",
        "issue date",
        "date of issue",
        "expires",
        "expiry",
        "expiry date",
        "expiration",
        "expiration date",
        "valid until",
        "created",
        "created at",
        "updated",
        "due date",
        "invoice date",
        "order date",
        "hire date",
        "start date",
        "end date",
        "released",
        "release date",
        "effective date"
    };
    /** What stands between a word for birth and its day. */
    private static final String BIRTH_NOUN = "(?:um)?\\.?(?: (?:le|il|el|em|op|den|a))?";

    private BirthDateDetectors() {}

    static List<Detector> all() {
        var detectors = new ArrayList<>(List.of(labelledDateOfBirth()));
        detectors.addAll(datesOfBirth());
        return List.copyOf(detectors);
    }

    private static Detector labelledDateOfBirth() {
        var definition = Detector.of("date_of_birth", IDENTITY)
                .what("date of birth", "a word before it")
                .reference(About.HIPAA)
                .matches(
                        "DOB: \u00ab03/14/1985\u00bb",
                        "born on \u00abMarch 14, 1985\u00bb",
                        "\"dateOfBirth\": \"\u00ab1985-03-14\u00bb\"",
                        "geboren am \u00ab14.03.1985\u00bb",
                        "fecha de nacimiento: \u00ab14 de marzo de 1985\u00bb",
                        "BDAY:\u00ab19850314\u00bb",
                        "ur. \u00ab12 stycznia 1980\u00bb",
                        "nascimento=\u00ab14/03/85\u00bb")
                .rejects("adob: 1985-03-14", "born in 1985", "dob: 1985-13-14", "dob 2026-11-21 09:44:11");
        return Label.of(
                        "dob",
                        "d.o.b.",
                        "date of birth",
                        "birth date",
                        "birth day",
                        "birth time",
                        "bday",
                        "born",
                        "geboren",
                        "geb.",
                        "gebdatum",
                        "geburtsdatum",
                        "geburtstag",
                        "nacimiento",
                        "fecha nac",
                        "nacido",
                        "nacida",
                        "naissance",
                        "nascita",
                        "nascimento",
                        "data nasc.",
                        "nascido",
                        "nascida",
                        "geboortedatum",
                        "data urodzenia",
                        "urodzony",
                        "urodzona",
                        "ur.",
                        "tanggal lahir",
                        "tgl lahir")
                .before(definition, BIRTH_NOUN, WrittenDate.PATTERN, WrittenDate.CHARS_MAX, WrittenDate::validate);
    }

    private static List<Detector> datesOfBirth() {
        var dates = new ArrayList<>(DateDetectors.all(BirthDateDetectors::birth));
        dates.add(DateDetectors.date(BirthDateDetectors::birth)
                .matches("19850314", "20011231", "19470416")
                .rejects("19851314", "18850314", "198503140")
                .pattern("(?:19|20)[0-9]{6}", 0, 8)
                .on(Digits.of("", 8, 8, 1, 8).startingWith("12").when(WrittenDate::compactAhead)));
        dates.add(DateDetectors.date(BirthDateDetectors::birth)
                .matches(
                        "1980\u5e744\u67083\u65e5",
                        "1985\ub144 3\uc6d4 14\uc77c",
                        "1985 \u5e74 12 \u6708 1 \u65e5",
                        "\u662d\u548c\u00ab55\u5e744\u67083\u65e5\u00bb")
                .rejects("1985\u5e74", "3\u67083\u65e5", "985\u5e743\u67083\u65e5")
                .pattern(WrittenDate.EASTERN, 0, WrittenDate.CHARS_MAX)
                .edges(Edge.NUMBER, Edge.ANY)
                .on(Digits.of("", 1, 4, 1, 1)
                        .opening((first, next, second) -> second == 0 && (next == ' ' || next == '\0'))
                        .when(WrittenDate::easternAhead)));
        dates.add(star());
        return dates;
    }

    /** The sign of genealogists, behind a name. */
    private static Detector star() {
        return Detector.of("date_of_birth", IDENTITY)
                .reference(About.HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches("(*\u00ab14.03.1985\u00bb)", "(* \u00ab4.3.1985\u00bb in Ulm)")
                .rejects("(*1985)", "(*14.03.1985*)", "f(*10.1.1985.2)")
                .pattern("\\(\\* ?([0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4})", 1, 14)
                .edges(Edge.WORD, Edge.NUMBER)
                .validator(
                        (text, start, end) -> text.startsWith("*", end) ? null : WrittenDate.validate(text, start, end))
                .on(Trigger.Literals.of("(*"));
    }

    private static DetectorBuilder birth() {
        return Detector.of("date_of_birth", IDENTITY)
                .reference(About.HIPAA)
                .near(WORDS)
                .notNear(OTHER_DATE_WORDS);
    }
}
