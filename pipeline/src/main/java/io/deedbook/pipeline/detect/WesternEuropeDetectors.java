// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import java.util.List;

/** The definitions of what finds the numbers that the states of western and southern Europe give to people. */
final class WesternEuropeDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };
    private static final String[] BE_NATIONAL_NUMBER_WORDS = {
        "rijksregisternummer",
        "rijksregister",
        "num\u00e9ro national",
        "num\u00e9ro de registre national",
        "registre national",
        "national number",
        "national register",
        "nationalregisternummer",
        "niss",
        "insz"
    };
    private static final String[] ES_DNI_WORDS = {"dni", "nif", "documento nacional", "documento de identidad"};
    private static final String[] IE_PPS_WORDS = {"pps", "ppsn", "pps number", "personal public service"};
    private static final String[] AT_SVNR_WORDS = {
        "svnr",
        "sv nr",
        "sv nummer",
        "sozialversicherungsnummer",
        "versicherungsnummer",
        "sozialversicherung",
        "social insurance"
    };

    private WesternEuropeDetectors() {}

    static List<Detector> all() {
        return List.of(
                nino(),
                utr(),
                steuerId(),
                personalausweis(),
                labelledPersonalausweis(),
                nir(),
                dni(),
                smallDni(),
                nie(),
                codiceFiscale(),
                labelledCodiceFiscale(),
                bsn(),
                nationalNumberOfBelgium(),
                bareNationalNumberOfBelgium(),
                ahv(),
                svnr(),
                bareSvnr(),
                nif(),
                pps(),
                smallPps(),
                amka());
    }

    private static Detector nino() {
        return Detector.of("uk_nino", GOVERNMENT_ID)
                .region("GB")
                .what("UK national insurance number", "letters that are given")
                .reference("https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110")
                .matches("AB 12 34 56 C", "AB123456C", "JG-10-37-59-A")
                .rejects("QQ 12 34 56 C", "BG123456A", "DA123456A", "AB123456E", "AB1234567C", "XAB123456C")
                .confidence(Confidence.MEDIUM)
                .near("nino", "national insurance", "ni number", "ni no", "insurance number")
                .notNear(NOT_A_PERSON)
                .on(Shape.of("AA~99~99~99~A"), WesternEuropeNumber::nino);
    }

    private static Detector utr() {
        return Detector.of("uk_utr", GOVERNMENT_ID)
                .region("GB")
                .what("UK unique taxpayer reference", "first digit modulo 11")
                .reference("https://design.tax.service.gov.uk/hmrc-design-patterns/unique-taxpayer-reference/")
                .matches("4940216022", "30256 66469", "1955839661")
                .rejects("4940216023", "49402160221", "1700000000")
                .confidence(Confidence.LOW)
                .near("utr", "unique taxpayer", "taxpayer reference", "tax reference", "self assessment")
                .on(Shape.of("99999~99999"), WesternEuropeNumber::utr);
    }

    private static Detector steuerId() {
        return Detector.of("de_steuer_id", GOVERNMENT_ID)
                .region("DE")
                .what("German tax identification number", "repeated digit, ISO 7064 MOD 11,10")
                .reference("https://de.wikipedia.org/wiki/Steuerliche_Identifikationsnummer")
                .matches("86095742719", "47 036 892 816", "65929970489")
                .rejects("86095742718", "01234567890", "12345678901")
                .confidence(Confidence.LOW)
                .near(
                        "steuer id",
                        "steueridnr",
                        "steueridentifikationsnummer",
                        "steuerliche identifikationsnummer",
                        "identifikationsnummer",
                        "idnr",
                        "id nr",
                        "steuernummer",
                        "steuer nr",
                        "tax id",
                        "tax identification",
                        "tin")
                .on(Shape.of("99~999~999~999"), WesternEuropeNumber::steuerId);
    }

    private static Detector personalausweis() {
        return Detector.of("de_personalausweis", GOVERNMENT_ID)
                .region("DE")
                .what("serial number of a German identity card", "no vowels, weights 7, 3, 1")
                .reference("https://de.wikipedia.org/wiki/Personalausweis_(Deutschland)")
                .matches("L01X00T471", "L01X00T47", "LZ6311T475")
                .rejects("L01X00T472", "A01X00T47", "L01X00T4")
                .confidence(Confidence.LOW)
                .near(
                        "personalausweis",
                        "personalausweisnummer",
                        "ausweisnummer",
                        "ausweis nr",
                        "ausweis",
                        "id card",
                        "identity card",
                        "perso")
                .on(
                        Shape.of(
                                "A9XXXXXXX9",
                                "AA9XXXXXX9",
                                "AAA9XXXXX9",
                                "AAAA9XXXX9",
                                "AAAAA9XXX9",
                                "AAAAAA9XX9",
                                "A9XXXXXXX",
                                "AA9XXXXXX",
                                "AAA9XXXXX",
                                "AAAA9XXXX",
                                "AAAAA9XXX",
                                "AAAAAA9XX"),
                        WesternEuropeNumber::personalausweis);
    }

    /** Also those that are all letters. */
    private static Detector labelledPersonalausweis() {
        var definition = Detector.of("de_personalausweis", GOVERNMENT_ID)
                .region("DE")
                .reference("https://de.wikipedia.org/wiki/Personalausweis_(Deutschland)")
                .matches("Personalausweisnummer: \u00abXJCCJJRHG\u00bb", "Ausweis-Nr.: \u00abL01X00T47\u00bb")
                .rejects("Personalausweisnummer: unbekannt", "Ausweis-Nr.: ABCDEFGHI")
                .confidence(Confidence.MEDIUM);
        return Label.of("personalausweisnummer", "personalausweis nr", "ausweisnummer", "ausweis nr")
                .before(
                        definition,
                        "[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?",
                        10,
                        (text, start, end) -> WesternEuropeNumber.personalausweis(text.substring(start, end))
                                ? new Span(start, end)
                                : null);
    }

    private static Detector nir() {
        return Detector.of("fr_nir", GOVERNMENT_ID)
                .region("FR")
                .what("French social security number (NIR)", "month, key modulo 97")
                .reference("https://fr.wikipedia.org/wiki/Num%C3%A9ro_de_s%C3%A9curit%C3%A9_sociale_en_France")
                .matches("255081416802538", "2 55 08 14 168 025 38", "1 51 02 46 102 043 25", "1 85 05 2A 006 084 35")
                .rejects("255081416802539", "255131416802538", "2550814168025381")
                .confidence(Confidence.MEDIUM)
                .near(
                        "nir",
                        "num\u00e9ro de s\u00e9curit\u00e9 sociale",
                        "s\u00e9curit\u00e9 sociale",
                        "insee",
                        "social security",
                        "num\u00e9ro ss",
                        "n\u00b0 ss")
                .on(Shape.of("9~99~99~99~999~999~99", "9~99~99~9A~999~999~99"), WesternEuropeNumber::nir);
    }

    private static Detector dni() {
        return Detector.of("es_dni", GOVERNMENT_ID)
                .region("ES")
                .what("Spanish national identity document (DNI, NIF)", "letter modulo 23")
                .reference(
                        "https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/")
                .matches("12345678Z", "12345678-Z", "12.345.678-Z", "00000001R")
                .rejects("12345678A", "1234567Z", "20240113Z", "112345678Z")
                .confidence(Confidence.MEDIUM)
                .near(ES_DNI_WORDS)
                .notNear(NOT_A_PERSON)
                .on(Shape.of("99999999~A", "99.999.999~A"), WesternEuropeNumber::dni);
    }

    private static Detector smallDni() {
        return Detector.of("es_dni", GOVERNMENT_ID)
                .region("ES")
                .reference(
                        "https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/")
                .matches("12345678z", "12.345.678-z")
                .rejects("12345678a", "1234567z")
                .confidence(Confidence.LOW)
                .near(ES_DNI_WORDS)
                .on(Shape.of("99999999~A", "99.999.999~A").inAnyCase(), WesternEuropeNumber::dni);
    }

    private static Detector nie() {
        return Detector.of("es_nie", GOVERNMENT_ID)
                .region("ES")
                .what("Spanish identity number of a foreigner (NIE)", "letter modulo 23")
                .reference(
                        "https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/")
                .matches("X1234567L", "Y-1234567-X", "Z1234567R")
                .rejects("X1234567A", "W1234567L", "X12345678L")
                .near("nie", "extranjero")
                .on(Shape.of("A~9999999~A"), WesternEuropeNumber::nie);
    }

    private static Detector codiceFiscale() {
        return Detector.of("it_codice_fiscale", GOVERNMENT_ID)
                .region("IT")
                .what("Italian tax code", "date, check letter")
                .reference("https://it.wikipedia.org/wiki/Codice_fiscale")
                .matches("RSSMRA85T10A562S", "MRTMTT91D08F205J", "RSSMRA85M01H501Q")
                .rejects("RSSMRA85T10A562T", "RSSMRA85T40A562S", "RSSMRA85T10A562")
                .near("codice fiscale")
                .on(Shape.of("AAAAAAXXAXXAXXXA"), WesternEuropeNumber::codiceFiscale);
    }

    /** In small letters, or in groups. */
    private static Detector labelledCodiceFiscale() {
        var definition = Detector.of("it_codice_fiscale", GOVERNMENT_ID)
                .region("IT")
                .reference("https://it.wikipedia.org/wiki/Codice_fiscale")
                .form(Detector.Form.ALPHANUMERIC)
                .matches(
                        "codice fiscale: \u00abRSS MRA 85T10 A562S\u00bb",
                        "C.F. \u00abrssmra85t10a562s\u00bb",
                        "cod. fisc. \u00abRSS MRA 85T10 A562S\u00bb")
                .rejects("codice fiscale: RSS MRA 85T10 A562T", "c.f. rssmra85t10a562", "RSS MRA 85T10 A562S");
        return Label.of("codice fiscale", "cod. fiscale", "cod. fisc.", "cod fisc", "c.f.", "tax code")
                .before(
                        definition,
                        "(?i:[A-Z]{3}[ -]?[A-Z]{3}[ -]?[0-9L-V]{2}[ -]?[A-EHLMPRST][ -]?[0-9L-V]{2}[ -]?[A-Z][0-9L-V]{3}[ -]?[A-Z])",
                        24,
                        WesternEuropeNumber::spacedCodiceFiscale);
    }

    private static Detector bsn() {
        return Detector.of("nl_bsn", GOVERNMENT_ID)
                .region("NL")
                .what("Dutch citizen service number", "test of eleven")
                .reference("https://nl.wikipedia.org/wiki/Burgerservicenummer")
                .matches("111222333", "123456782", "1234.56.782", "10000008")
                .rejects("111222334", "000000000", "1112223330")
                .confidence(Confidence.LOW)
                .near(
                        "bsn",
                        "burgerservicenummer",
                        "burger service nummer",
                        "sofinummer",
                        "sofi nummer",
                        "citizen service number")
                .on(Shape.of("999999999", "99999999", "9999.99.999", "9999 99 999"), WesternEuropeNumber::bsn);
    }

    private static Detector nationalNumberOfBelgium() {
        return Detector.of("be_national_number", GOVERNMENT_ID)
                .region("BE")
                .what("Belgian national number", "date, modulo 97")
                .reference("https://nl.wikipedia.org/wiki/Rijksregisternummer")
                .matches("85.07.30-033.28", "85.07.30 033.28", "17 07 30 033 84")
                .rejects("85.07.30-033.29", "85.13.70-033.28", "850730033281")
                .confidence(Confidence.MEDIUM)
                .near(BE_NATIONAL_NUMBER_WORDS)
                .notNear(NOT_A_PERSON)
                .on(
                        Shape.of("99.99.99~999.99", "99 99 99 999 99", "99-99-99-999-99", "99-99-99 999-99"),
                        WesternEuropeNumber::rijksregister);
    }

    private static Detector bareNationalNumberOfBelgium() {
        return Detector.of("be_national_number", GOVERNMENT_ID)
                .region("BE")
                .reference("https://nl.wikipedia.org/wiki/Rijksregisternummer")
                .matches("85073003328", "850730-03328", "17073003384")
                .rejects("85073003329", "85137003328", "850730033281")
                .confidence(Confidence.LOW)
                .near(BE_NATIONAL_NUMBER_WORDS)
                .on(Shape.of("99~99~99~999~99"), WesternEuropeNumber::rijksregister);
    }

    private static Detector ahv() {
        return Detector.of("ch_ahv", GOVERNMENT_ID)
                .region("CH")
                .what("Swiss social security number", "prefix 756, check digit of EAN-13")
                .reference("https://de.wikipedia.org/wiki/Sozialversicherungsnummer_(Schweiz)")
                .matches("756.9217.0769.85", "7569217076985", "756.1234.5678.97")
                .rejects("756.9217.0769.84", "757.9217.0769.85", "75692170769850")
                .near("ahv", "avs", "ahv nummer", "oasi")
                .on(Shape.of("756.9999.9999.99", "7569999999999", "756 9999 9999 99"), WesternEuropeNumber::ahv);
    }

    private static Detector svnr() {
        return Detector.of("at_svnr", GOVERNMENT_ID)
                .region("AT")
                .what("Austrian social insurance number", "check digit, date")
                .reference("https://www.sozialversicherung.at/cdscontent/?contentid=10007.820902")
                .matches("1237 010180", "3627 250779", "1390 090375")
                .rejects("1236 010180", "1237 320180", "0237 010180")
                .confidence(Confidence.MEDIUM)
                .near(AT_SVNR_WORDS)
                .on(Shape.of("9999 999999"), WesternEuropeNumber::svnr);
    }

    private static Detector bareSvnr() {
        return Detector.of("at_svnr", GOVERNMENT_ID)
                .region("AT")
                .reference("https://www.sozialversicherung.at/cdscontent/?contentid=10007.820902")
                .matches("1237010180", "4981180456", "3789050593")
                .rejects("1236010180", "1237320180", "12370101800")
                .confidence(Confidence.LOW)
                .near(AT_SVNR_WORDS)
                .on(Shape.of("9999999999"), WesternEuropeNumber::svnr);
    }

    private static Detector nif() {
        return Detector.of("pt_nif", GOVERNMENT_ID)
                .region("PT")
                .what("Portuguese tax number", "modulo 11")
                .reference("https://pt.wikipedia.org/wiki/N%C3%BAmero_de_identifica%C3%A7%C3%A3o_fiscal")
                .matches("123456789", "254 728 820", "207422494")
                .rejects("123456780", "012345678", "1234567890")
                .confidence(Confidence.LOW)
                .near(
                        "nif",
                        "contribuinte",
                        "n\u00famero de contribuinte",
                        "n\u00famero de identifica\u00e7\u00e3o fiscal",
                        "identifica\u00e7\u00e3o fiscal",
                        "n\u00famero fiscal")
                .on(Shape.of("999~999~999"), WesternEuropeNumber::nif);
    }

    private static Detector pps() {
        return Detector.of("ie_pps", GOVERNMENT_ID)
                .region("IE")
                .what("Irish personal public service number", "letter modulo 23")
                .reference("https://en.wikipedia.org/wiki/Personal_Public_Service_Number")
                .matches("1234567T", "1234567FA", "3906652V")
                .rejects("1234567A", "1234567TZ", "11234567T")
                .confidence(Confidence.MEDIUM)
                .near(IE_PPS_WORDS)
                .notNear(NOT_A_PERSON)
                .on(Shape.of("9999999A", "9999999AA"), WesternEuropeNumber::pps);
    }

    private static Detector smallPps() {
        return Detector.of("ie_pps", GOVERNMENT_ID)
                .region("IE")
                .reference("https://en.wikipedia.org/wiki/Personal_Public_Service_Number")
                .matches("1234567t", "3906652v")
                .rejects("1234567a", "11234567t")
                .confidence(Confidence.LOW)
                .near(IE_PPS_WORDS)
                .on(Shape.of("9999999A", "9999999AA").inAnyCase(), WesternEuropeNumber::pps);
    }

    private static Detector amka() {
        return Detector.of("gr_amka", GOVERNMENT_ID)
                .region("GR")
                .what("Greek social security number", "date, Luhn")
                .reference("https://en.wikipedia.org/wiki/AMKA")
                .matches("01013099997", "18085009514", "04028115899")
                .rejects("01013099998", "32013099997", "010130999970")
                .confidence(Confidence.LOW)
                .near("amka", "\u03b1\u03bc\u03ba\u03b1")
                .on(Shape.of("99999999999"), WesternEuropeNumber::amka);
    }
}
