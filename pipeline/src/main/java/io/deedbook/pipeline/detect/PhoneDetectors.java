// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CONTACT;

import io.deedbook.pipeline.detect.Detector.Form;
import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Lead;
import java.util.List;

/**
 * The definitions of what finds telephone numbers: the less a number shows what it is, the more the words near it must
 * say.
 */
final class PhoneDetectors {
    private static final String SEPARATORS = " -.()/";
    private static final String[] WORDS = {
        "call back",
        "call back at",
        "callback",
        "callback number",
        "contact no",
        "phone no",
        "tel no",
        "mobile no",
        "mob no",
        "ph no",
        "chiamarmi",
        "chiamami",
        "chiamatemi",
        "ll\u00e1mame",
        "ll\u00e1meme",
        "appelez",
        "appelle moi",
        "joignable",
        "erreichbar",
        "erreichen",
        "notfallnummer",
        "cep",
        "cep telefonu",
        "gsm",
        "numer telefonu",
        "\u0442\u0435\u043b",
        "\u0e42\u0e17\u0e23",
        "\u0e42\u0e17\u0e23\u0e28\u0e31\u0e1e\u0e17\u0e4c",
        "\u0111i\u1ec7n tho\u1ea1i",
        "\u03c4\u03b7\u03bb\u03ad\u03c6\u03c9\u03bd\u03bf",
        "puhelin",
        "tlf",
        "no tel",
        "cellulaire",
        "phone",
        "telephone",
        "tel",
        "mobile",
        "mob",
        "cell",
        "cellphone",
        "fax",
        "whatsapp",
        "sms",
        "msisdn",
        "hotline",
        "dial",
        "call me",
        "call us",
        "call him",
        "call her",
        "call them",
        "call at",
        "please call",
        "text me",
        "reach me",
        "reach me at",
        "reach us",
        "contact me at",
        "ring me",
        "contact number",
        "telefon",
        "telefonnummer",
        "telefonnr",
        "handy",
        "handynummer",
        "mobil",
        "mobilfunk",
        "mobilnummer",
        "rufnummer",
        "rückruf",
        "téléphone",
        "portable",
        "numéro de téléphone",
        "teléfono",
        "telefono",
        "móvil",
        "celular",
        "cellulare",
        "telefone",
        "telemóvel",
        "telefoon",
        "telefoonnummer",
        "mobiel",
        "komórka",
        "nr tel",
        "tel kom",
        "mobilnr",
        "telepon",
        "nomor telepon",
        "nomor hp",
        "no hp",
        "hp",
        "ponsel",
        "no telp",
        "telp",
        "телефон",
        "मोबाइल",
        "फ़ोन",
        "电话",
        "手机",
        "手机号",
        "電話",
        "電話番号",
        "携帯",
        "전화",
        "전화번호",
        "휴대폰",
        "핸드폰",
        "연락처"
    };
    private static final String[] OTHER_WORDS = {
        "numéro national",
        "registre national",
        "national register",
        "nationalregisternummer",
        "avs number",
        "nino",
        "utr",
        "rijksregisternummer",
        "rijksregister",
        "national number",
        "niss",
        "insz",
        "codice fiscale",
        "rodne cislo",
        "egn",
        "cnp",
        "amka",
        "hetu",
        "cpr",
        "nric",
        "mykad",
        "hkid",
        "case",
        "job",
        "batch",
        "clause",
        "sim",
        "iccid",
        "imei",
        "card",
        "routing",
        "transit",
        "mrn",
        "nhs",
        "national insurance",
        "social security",
        "social insurance",
        "sin",
        "cpf",
        "cnpj",
        "tfn",
        "bsn",
        "taj",
        "cccd",
        "nik",
        "npwp",
        "pesel",
        "nip",
        "steuer id",
        "steuernummer",
        "steueridentifikationsnummer",
        "aadhaar",
        "medicare",
        "personnummer",
        "vat",
        "dni",
        "nie",
        "nif",
        "rut",
        "curp",
        "rfc",
        "nir",
        "ahv",
        "avs",
        "tckn",
        "tax id",
        "account number",
        "national id",
        "id number",
        "order",
        "invoice",
        "ticket",
        "id",
        "timestamp",
        "epoch",
        "version",
        "line",
        "lines",
        "size",
        "bytes",
        "port",
        "pid",
        "sha",
        "hash",
        "commit",
        "build",
        "reference",
        "ref",
        "account",
        "sku",
        "isbn",
        "serial",
        "sequence",
        "offset",
        "row",
        "tokens",
        "issue",
        "tracking",
        "ssn",
        "passport",
        "tax",
        "iban",
        "amount",
        "total",
        "price",
        "date",
        "code",
        "zip",
        "postal"
    };

    private PhoneDetectors() {}

    static List<Detector> all() {
        return List.of(international(), northAmerican(), bracketed(), national(), indonesianMobile(), named());
    }

    private static Detector international() {
        return phone(
                        "telephone number: international, national with separators, or with a word that says so",
                        "country code and length, national ones by libphonenumber")
                .reference("https://www.itu.int/rec/T-REC-E.164")
                .matches(
                        "+62 812-3456-7890",
                        "+1 (555) 123-4567",
                        "+442079460958",
                        "+49 (0)30 901820",
                        "tel:«+33-1-42-68-53-00»")
                .rejects(
                        "+0000",
                        "+20261121",
                        "1795235686545",
                        "+1 2 3 4",
                        "550e8400-e29b-41d4-a716-446655440000",
                        "v1.2.3.4567890")
                .pattern("\\+[1-9][0-9 .()/-]*", 0, 40)
                .validator(PhoneNumber::international)
                .on(Digits.of(SEPARATORS, 1, 15, 1, 7).after(Lead.PLUS));
    }

    private static Detector northAmerican() {
        return phone("", "")
                .region("US")
                .pattern("(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}", 0, 20)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .confidence(Confidence.MEDIUM)
                .near(WORDS)
                .notNear(OTHER_WORDS)
                .on(Digits.of(SEPARATORS, 1, 3, 3, 10).after(Lead.BRACKET));
    }

    /** With the area in brackets: nothing else is written so. */
    private static Detector bracketed() {
        return phone("", "")
                .region("US")
                .matches("(416) 662-8587", "(212) 555-0123", "(305)555-0199")
                .rejects("(416) 662-858", "(116) 662-8587", "(416) 662 items")
                .pattern("\\([2-9][0-9]{2}\\) ?[2-9][0-9]{2}[ .-][0-9]{4}", 0, 14)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .confidence(Confidence.MEDIUM)
                .on(Digits.of(SEPARATORS, 3, 3, 3, 10)
                        .after(Lead.BRACKET)
                        .when((text, start, end) -> text.charAt(start) == '('));
    }

    /** With a trunk prefix and in groups. */
    private static Detector national() {
        return phone("", "")
                .pattern("(?:\\(0[0-9]{1,4}\\)|0[0-9]{1,4})[ ./-]{1,2}[0-9]{2,4}(?:[ .-]?[0-9]{2,5}){1,3}", 0, 24)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(PhoneNumber::national)
                .confirmation(PhoneNumber::isAssigned)
                .confidence(Confidence.MEDIUM)
                .near(WORDS)
                .notNear(OTHER_WORDS)
                .on(Digits.of(SEPARATORS, 2, 5, 2, 9).after(Lead.BRACKET).startingWith("0"));
    }

    private static Detector indonesianMobile() {
        return phone("", "")
                .region("ID")
                .pattern("08[1-9][0-9]{7,10}", 0, 13)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .confirmation((text, span) -> PhoneNumber.isAssigned(text, span, "ID"))
                .confidence(Confidence.MEDIUM)
                .near(WORDS)
                .notNear(OTHER_WORDS)
                .on(Digits.of("", 10, 13, 1, 10).startingWith("0"));
    }

    private static Detector named() {
        return phone("", "")
                .pattern("\\(?[0-9][0-9 ./()-]*", 0, 24)
                .edges(Edge.NUMBER, Edge.ANY)
                .validator(PhoneNumber::named)
                .confidence(Confidence.LOW)
                .onlyNear(WORDS)
                .notNear(OTHER_WORDS)
                .on(Digits.of(SEPARATORS, 1, 15, 1, 7).after(Lead.BRACKET).when(PhoneNumber::namedAhead));
    }

    private static DetectorBuilder phone(String what, String check) {
        return Detector.of("phone", CONTACT).what(what, check).form(Form.ALPHANUMERIC);
    }
}
