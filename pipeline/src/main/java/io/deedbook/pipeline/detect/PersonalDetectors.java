// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CONTACT;
import static io.deedbook.pipeline.detect.Category.FINANCIAL;
import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import io.deedbook.pipeline.detect.Detector.Form;
import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Lead;
import java.util.List;

/** The definitions of what finds data about people. */
final class PersonalDetectors {
    private static final String PHONE = "phone";
    private static final String PHONE_SEPARATORS = " -.()/";

    private static final String[] SSN_WORDS = {"ssn", "social security", "social security number", "tax id"};
    private static final String[] PHONE_WORDS = {"phone", "telephone", "tel", "mobile", "cell", "fax", "call", "contact"
    };
    private static final String[] NO_PHONE_WORDS = {"order", "invoice", "ticket", "id", "timestamp", "epoch", "account"
    };

    private PersonalDetectors() {}

    static List<Detector> all() {
        return List.of(
                creditCard(),
                iban(),
                socialSecurityNumber(),
                nik(),
                npwp(),
                bareNpwp(),
                email(),
                internationalPhone(),
                northAmericanPhone(),
                nationalPhone(),
                indonesianMobile(),
                bareSocialSecurityNumber(),
                barePhone());
    }

    private static Detector creditCard() {
        return Detector.of("credit_card", FINANCIAL)
                .what("payment card number of 13 to 19 digits, with spaces or hyphens", "issuer, length, Luhn")
                .pattern("[2-6][0-9]{2}(?:[ +-]?[0-9])*", 0, 40)
                .edges(Edge.FRACTION, Edge.ANY)
                .validator(CardNumber::validate)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(" -+", 3, 19, 1, 13).startingWith("23456"));
    }

    private static Detector iban() {
        return Detector.of("iban", FINANCIAL)
                .what("international bank account number, with spaces", "length of the country, mod 97")
                .pattern("[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9])*", 0, 64)
                .edges(Edge.WORD, Edge.ANY)
                .validator(Iban::validate)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(PHONE_SEPARATORS, 2, DigitGroups.LENGTH_MAX, 1, 2)
                        .after(Lead.LETTERS)
                        .when(Iban::ahead));
    }

    private static Detector socialSecurityNumber() {
        return Detector.of("us_ssn", GOVERNMENT_ID)
                .what("US social security number with separators", "area, group and serial that are given")
                .pattern("[0-8][0-9]{2}[ -][0-9]{2}[ -][0-9]{4}", 0, 11)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::socialSecurity)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(" -", 3, 3, 3, 9));
    }

    private static Detector nik() {
        return Detector.of("id_nik", GOVERNMENT_ID)
                .region("ID")
                .what("Indonesian population number (NIK)", "province, regency, date of birth")
                .reference("https://id.wikipedia.org/wiki/Nomor_Induk_Kependudukan")
                .matches("3171234101900001", "3273010203950002", "5171015708990003")
                .rejects("3171239901900001", "3971234101900001", "3171234101900000")
                .confidence(Confidence.MEDIUM)
                .near("nik", "ktp", "kependudukan")
                .pattern("[0-9]{16}", 0, 16)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::nik)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of("", 16, 16, 1, 16).startingWith("12356789"));
    }

    private static Detector npwp() {
        return Detector.of("id_npwp", GOVERNMENT_ID)
                .region("ID")
                .what(
                        "Indonesian taxpayer number (NPWP) of 15 or 16 digits",
                        "Luhn over the first nine; without separators, a word beside it")
                .reference("https://id.wikipedia.org/wiki/Nomor_Pokok_Wajib_Pajak")
                .matches("01.312.166.0-091.000", "02.123.456.2-012.000", "01.312.166.0.091.000")
                .rejects("01.312.166.1-091.000", "00.312.166.0-091.000", "01.312.166.0-000.000")
                .pattern("[0-9]{2}\\.[0-9]{3}\\.[0-9]{3}\\.[0-9][-.][0-9]{3}\\.[0-9]{3}", 0, 20)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::npwp)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(".-", 2, 2, 6, 15));
    }

    private static Detector bareNpwp() {
        return Detector.of("id_npwp", GOVERNMENT_ID)
                .region("ID")
                .matches("013121660091000", "0013121660091000")
                .rejects("013121661091000", "1013121660091000", "003121660091000")
                .pattern("[0-9]{15,16}", 0, 16)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::npwp)
                .form(Form.ALPHANUMERIC)
                .confidence(Confidence.LOW)
                .near("npwp", "nomor pokok wajib pajak", "wajib pajak", "pajak")
                .on(Digits.of("", 15, 16, 1, 15));
    }

    private static Detector email() {
        return Detector.of("email", CONTACT)
                .what("e-mail address", "no file name, no `git@`")
                .pattern(
                        "[A-Za-z0-9._%+\\x{C0}-\\x{24F}\\x{370}-\\x{52F}-]+@"
                                + "(?:[A-Za-z0-9\\x{C0}-\\x{24F}\\x{370}-\\x{52F}-]+\\.)+[A-Za-z]{2,}",
                        0, 320)
                .edges(Edge.LOCAL_PART, Edge.ANY)
                .validator(EmailAddress::validate)
                .form(Form.LOWER_CASE)
                .on(new Trigger.Around("@", EmailAddress::isLocal, EmailAddress.LOCAL_CHARS_MAX, EmailAddress::ahead));
    }

    private static Detector internationalPhone() {
        return Detector.of(PHONE, CONTACT)
                .what("telephone number, international or national with separators", "country code, length")
                .pattern("\\+[1-9][0-9 .()-]*", 0, 40)
                .validator(PhoneNumber::international)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(PHONE_SEPARATORS, 1, 15, 1, 9).after(Lead.PLUS));
    }

    private static Detector northAmericanPhone() {
        return Detector.of(PHONE, CONTACT)
                .pattern("(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}", 0, 20)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(PHONE_SEPARATORS, 1, 3, 3, 10).after(Lead.BRACKET));
    }

    private static Detector nationalPhone() {
        return Detector.of(PHONE, CONTACT)
                .pattern("(?:\\(0[0-9]{1,4}\\) ?|0[0-9]{2,4}[ ./-])[0-9]{3,4}[ .-][0-9]{3,5}", 0, 24)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(PhoneNumber::national)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(PHONE_SEPARATORS, 2, 5, 3, 9).after(Lead.BRACKET).startingWith("0"));
    }

    private static Detector indonesianMobile() {
        return Detector.of(PHONE, CONTACT)
                .pattern("08[1-9][0-9]{7,10}", 0, 13)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of("", 10, 13, 1, 10).startingWith("0"));
    }

    private static Detector bareSocialSecurityNumber() {
        return Detector.of("us_ssn", GOVERNMENT_ID)
                .pattern("[0-8][0-9]{8}", 0, 9)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::socialSecurity)
                .form(Form.ALPHANUMERIC)
                .confidence(Confidence.LOW)
                .near(SSN_WORDS)
                .notNear("routing", "aba", "ein", "order", "invoice", "ticket", "size", "bytes", "timestamp")
                .on(Digits.of("", 9, 9, 1, 9));
    }

    private static Detector barePhone() {
        return Detector.of(PHONE, CONTACT)
                .pattern("[2-9][0-9]{2}[2-9][0-9]{6}", 0, 10)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .form(Form.ALPHANUMERIC)
                .confidence(Confidence.LOW)
                .near(PHONE_WORDS)
                .notNear(NO_PHONE_WORDS)
                .on(Digits.of("", 10, 10, 1, 10).startingWith("23456789"));
    }
}
