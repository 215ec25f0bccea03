// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import java.util.List;

/** The definitions of what finds the numbers that the states of northern and eastern Europe give to people. */
final class EasternEuropeDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };
    private static final String[] PL_NIP_WORDS = {"nip", "numer identyfikacji podatkowej", "nr nip"};
    private static final String[] SE_PERSONNUMMER_WORDS = {
        "personnummer",
        "personnr",
        "pnr",
        "person nummer",
        "samordningsnummer",
        "swedish id",
        "personal identity number"
    };
    private static final String[] DK_CPR_WORDS = {"cpr", "cpr nr", "cpr nummer", "personnummer", "cpr number"};
    private static final String[] CZ_RODNE_CISLO_WORDS = {
        "rodn\u00e9 \u010d\u00edslo", "rodne cislo", "r\u010d", "birth number", "rc"
    };

    private EasternEuropeDetectors() {}

    static List<Detector> all() {
        return List.of(
                pesel(),
                nip(),
                bareNip(),
                personnummer(),
                barePersonnummer(),
                fodselsnummer(),
                cpr(),
                bareCpr(),
                hetu(),
                cnp(),
                rodneCislo(),
                bareRodneCislo(),
                egn(),
                taj());
    }

    private static Detector pesel() {
        return Detector.of("pl_pesel", GOVERNMENT_ID)
                .region("PL")
                .what("Polish PESEL number", "date, weighted sum modulo 10")
                .reference("https://en.wikipedia.org/wiki/PESEL")
                .matches("44051401359", "02070803628", "54030182450")
                .rejects("44051401358", "44131401359", "440514013590")
                .confidence(Confidence.LOW)
                .near("pesel", "nr pesel", "numer pesel")
                .on(Shape.of("99999999999"), EasternEuropeNumber::pesel);
    }

    private static Detector nip() {
        return Detector.of("pl_nip", GOVERNMENT_ID)
                .region("PL")
                .what("Polish tax number of people and companies", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/VAT_identification_number")
                .matches("123-456-32-18", "106-00-00-062", "955-810-76-12")
                .rejects("123-456-32-19", "012-345-67-89", "123-456-321-8")
                .confidence(Confidence.MEDIUM)
                .near(PL_NIP_WORDS)
                .on(Shape.of("999-999-99-99", "999-99-99-999"), EasternEuropeNumber::nip);
    }

    private static Detector bareNip() {
        return Detector.of("pl_nip", GOVERNMENT_ID)
                .region("PL")
                .reference("https://en.wikipedia.org/wiki/VAT_identification_number")
                .matches("1234563218", "1060000062", "9558107612")
                .rejects("1234563219", "0123456789", "12345632180")
                .confidence(Confidence.LOW)
                .near(PL_NIP_WORDS)
                .on(Shape.of("9999999999"), EasternEuropeNumber::nip);
    }

    private static Detector personnummer() {
        return Detector.of("se_personnummer", GOVERNMENT_ID)
                .region("SE")
                .what("Swedish personal identity number", "date, Luhn; with a year from 2015 on only beside a word")
                .reference("https://en.wikipedia.org/wiki/Personal_identity_number_(Sweden)")
                .matches("811218-9876", "19811218-9876", "121212+1212")
                .rejects("811218-9875", "811318-9876", "20240115-0930")
                .confidence(Confidence.MEDIUM)
                .near(SE_PERSONNUMMER_WORDS)
                .on(
                        Shape.of("999999-9999", "999999+9999", "99999999-9999"),
                        EasternEuropeNumber::personnummerOfOldDate);
    }

    private static Detector barePersonnummer() {
        return Detector.of("se_personnummer", GOVERNMENT_ID)
                .region("SE")
                .reference("https://en.wikipedia.org/wiki/Personal_identity_number_(Sweden)")
                .matches("8112189876", "198112189876", "20170103-2391")
                .rejects("8112189875", "8113189876", "188112189876")
                .confidence(Confidence.LOW)
                .near(SE_PERSONNUMMER_WORDS)
                .on(
                        Shape.of("999999-9999", "99999999-9999", "9999999999", "999999999999"),
                        EasternEuropeNumber::personnummer);
    }

    private static Detector fodselsnummer() {
        return Detector.of("no_fodselsnummer", GOVERNMENT_ID)
                .region("NO")
                .what("Norwegian birth number or D-number", "date, two check digits modulo 11")
                .reference("https://en.wikipedia.org/wiki/National_identity_number_(Norway)")
                .matches("15108695088", "151086 95088", "06097118645")
                .rejects("15108695077", "32108695088", "151086950880")
                .confidence(Confidence.MEDIUM)
                .near("f\u00f8dselsnummer", "fnr", "personnummer", "d nummer", "fodselsnr")
                .notNear(NOT_A_PERSON)
                .on(Shape.of("999999~99999"), EasternEuropeNumber::fodselsnummer);
    }

    private static Detector cpr() {
        return Detector.of("dk_cpr", GOVERNMENT_ID)
                .region("DK")
                .what("Danish CPR number", "date; modulo 11, or a word beside it")
                .reference("https://en.wikipedia.org/wiki/Personal_identification_number_(Denmark)")
                .matches("211062-5629", "100653-3457", "270195-0561")
                .rejects("211062-5620", "321062-5629", "2110625629")
                .confidence(Confidence.MEDIUM)
                .near(DK_CPR_WORDS)
                .on(Shape.of("999999-9999"), EasternEuropeNumber::cprOldStyle);
    }

    private static Detector bareCpr() {
        return Detector.of("dk_cpr", GOVERNMENT_ID)
                .region("DK")
                .reference("https://en.wikipedia.org/wiki/Personal_identification_number_(Denmark)")
                .matches("2110625629", "070761-4285", "0806611841")
                .rejects("3213625629", "21106256290", "211362-5629")
                .confidence(Confidence.LOW)
                .near(DK_CPR_WORDS)
                .on(Shape.of("999999-9999", "9999999999"), EasternEuropeNumber::cpr);
    }

    private static Detector hetu() {
        return Detector.of("fi_hetu", GOVERNMENT_ID)
                .region("FI")
                .what("Finnish personal identity code", "date, sign modulo 31")
                .reference("https://dvv.fi/en/personal-identity-code")
                .matches("131052-308T", "131052A308T", "230273-0242")
                .rejects("131052-308U", "321052-308T", "131052-3080T")
                .near("hetu", "henkil\u00f6tunnus", "personbeteckning")
                .on(Shape.of("999999-999X", "999999+999X", "999999A999X"), EasternEuropeNumber::hetu);
    }

    private static Detector cnp() {
        return Detector.of("ro_cnp", GOVERNMENT_ID)
                .region("RO")
                .what("Romanian personal number", "date, county, modulo 11")
                .reference("https://en.wikipedia.org/wiki/National_identification_number#Romania")
                .matches("1630615123457", "1930619120216", "1820208125488")
                .rejects("1630615123458", "1631315123457", "1795235686545")
                .confidence(Confidence.LOW)
                .near("cnp", "cod numeric personal")
                .on(Shape.of("9999999999999"), EasternEuropeNumber::cnp);
    }

    private static Detector rodneCislo() {
        return Detector.of("cz_rodne_cislo", GOVERNMENT_ID)
                .region("CZ")
                .what("Czech or Slovak birth number", "date, modulo 11")
                .reference("https://en.wikipedia.org/wiki/National_identification_number#Czech_Republic_and_Slovakia")
                .matches("710319/2745", "970920/2888", "880418/8569")
                .rejects("710319/2746", "713319/2745", "710319/27450")
                .confidence(Confidence.MEDIUM)
                .near(CZ_RODNE_CISLO_WORDS)
                .on(Shape.of("999999/9999"), EasternEuropeNumber::rodneCislo);
    }

    private static Detector bareRodneCislo() {
        return Detector.of("cz_rodne_cislo", GOVERNMENT_ID)
                .region("CZ")
                .reference("https://en.wikipedia.org/wiki/National_identification_number#Czech_Republic_and_Slovakia")
                .matches("7103192745", "8908027469", "7704205245")
                .rejects("7103192746", "7133192745", "71031927450")
                .confidence(Confidence.LOW)
                .near(CZ_RODNE_CISLO_WORDS)
                .on(Shape.of("9999999999"), EasternEuropeNumber::rodneCislo);
    }

    private static Detector egn() {
        return Detector.of("bg_egn", GOVERNMENT_ID)
                .region("BG")
                .what("Bulgarian uniform civil number", "date, modulo 11")
                .reference("https://en.wikipedia.org/wiki/Unique_citizenship_number")
                .matches("7523169263", "8032056031", "7552010005")
                .rejects("7523169262", "7563169263", "75231692630")
                .confidence(Confidence.LOW)
                .near(
                        "egn",
                        "\u0435\u0433\u043d",
                        "\u0435\u0434\u0438\u043d\u0435\u043d \u0433\u0440\u0430\u0436\u0434\u0430\u043d\u0441\u043a\u0438 \u043d\u043e\u043c\u0435\u0440")
                .on(Shape.of("9999999999"), EasternEuropeNumber::egn);
    }

    private static Detector taj() {
        return Detector.of("hu_taj", GOVERNMENT_ID)
                .region("HU")
                .what("Hungarian social insurance number", "weights 3 and 7")
                .reference("https://hu.wikipedia.org/wiki/TAJ-sz%C3%A1m")
                .matches("111 111 110", "123 456 788", "592337553")
                .rejects("123456789", "000123456", "1111111100")
                .confidence(Confidence.LOW)
                .near("taj", "taj sz\u00e1m", "tajsz\u00e1m", "t\u00e1rsadalombiztos\u00edt\u00e1si")
                .on(Shape.of("999~999~999"), EasternEuropeNumber::taj);
    }
}
