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
    private static final String CARD = "credit_card";
    private static final String[] SSN_WORDS = {
        "ssn",
        "social security",
        "social security no",
        "social security number",
        "social sec",
        "soc sec",
        "ss",
        "tax id",
        "tin"
    };

    private PersonalDetectors() {}

    static List<Detector> all() {
        return List.of(
                creditCard(),
                longCard(),
                iban(),
                socialSecurityNumber(),
                nik(),
                npwp(),
                bareNpwp(),
                email(),
                bareSocialSecurityNumber());
    }

    private static Detector creditCard() {
        return card("payment card number: 15 or 16 digits, or in the usual groups")
                .reference("https://www.iso.org/standard/70484.html")
                .matches("4111 1111 1111 1111", "5555555555554444", "3782 822463 10005")
                .rejects(
                        "4111 1111 1111 1112",
                        "1795235686545000000",
                        "d325d9d5b55c426bea088c407ee3ce248efd013e",
                        "0.4111111111111111",
                        "4222222222222")
                .validator(CardNumber::usual)
                .on(Digits.of(" -+", 3, 19, 1, 13).startingWith("23456"));
    }

    /** Ids are as long, and one in ten has the right check digit. */
    private static Detector longCard() {
        return card("").validator(CardNumber::any)
                .confidence(Confidence.LOW)
                .near(
                        "card",
                        "card number",
                        "credit",
                        "debit",
                        "visa",
                        "mastercard",
                        "amex",
                        "maestro",
                        "discover",
                        "unionpay",
                        "pan",
                        "cc",
                        "karte",
                        "kreditkarte",
                        "kartennummer",
                        "carte",
                        "carte bancaire",
                        "tarjeta",
                        "carta",
                        "cartão",
                        "kartu",
                        "kartu kredit")
                .notNear("order", "id", "trace", "timestamp", "tracking", "invoice", "serial", "imei")
                .on(Digits.of(" -+", 3, 19, 1, 13).startingWith("23456"));
    }

    private static DetectorBuilder card(String what) {
        return Detector.of(CARD, FINANCIAL)
                .what(what, "issuer, length, Luhn")
                .pattern("[2-6][0-9]{2}(?:[ +-]?[0-9])*", 0, 40)
                .edges(Edge.FRACTION, Edge.ANY)
                .form(Form.ALPHANUMERIC);
    }

    private static Detector iban() {
        return Detector.of("iban", FINANCIAL)
                .what("international bank account number, with spaces", "length of the country, mod 97")
                .reference("https://www.swift.com/standards/data-standards/iban-international-bank-account-number")
                .matches("DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819")
                .rejects("DE89370400440532013001", "XX89370400440532013000")
                .pattern("[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9])*", 0, 64)
                .edges(Edge.WORD, Edge.ANY)
                .validator(Iban::validate)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(" -.()/", 2, DigitGroups.LENGTH_MAX, 1, 2)
                        .after(Lead.LETTERS)
                        .when(Iban::ahead));
    }

    private static Detector socialSecurityNumber() {
        return Detector.of("us_ssn", GOVERNMENT_ID)
                .what("US social security number with separators", "area, group and serial that are given")
                .region("US")
                .reference("https://www.ssa.gov/employer/randomization.html")
                .matches("078-05-1120", "078 05 1120")
                .rejects("000-12-3456", "666-12-3456", "900-12-3456", "123456789", "123-45-67890")
                .pattern("[0-8][0-9]{2}[ -][0-9]{2}[ -][0-9]{4}", 0, 11)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::socialSecurity)
                .form(Form.ALPHANUMERIC)
                .on(Digits.of(" -", 3, 3, 3, 9).opening((first, next, second) -> second == 2));
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
                .notNear("npwp", "pajak")
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
                .reference("https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1")
                .matches("jane.doe@example.com", "jörg.müller@exämple.de")
                .rejects("git@github.com:org/repo.git", "icon@2x.png", "lodash@4.17.21", "a@b")
                .pattern(
                        "[A-Za-z0-9._%+\\x{C0}-\\x{24F}\\x{370}-\\x{52F}-]+@"
                                + "(?:[A-Za-z0-9\\x{C0}-\\x{24F}\\x{370}-\\x{52F}-]+\\.)+[A-Za-z]{2,}",
                        0, 320)
                .edges(Edge.LOCAL_PART, Edge.ANY)
                .validator(EmailAddress::validate)
                .form(Form.LOWER_CASE)
                .on(new Trigger.Around("@", EmailAddress::isLocal, EmailAddress.LOCAL_CHARS_MAX, EmailAddress::ahead));
    }

    private static Detector bareSocialSecurityNumber() {
        return Detector.of("us_ssn", GOVERNMENT_ID)
                .region("US")
                .pattern("[0-8][0-9]{8}", 0, 9)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(NationalNumber::socialSecurity)
                .form(Form.ALPHANUMERIC)
                .confidence(Confidence.LOW)
                .near(SSN_WORDS)
                .notNear("routing", "aba", "ein", "order", "invoice", "ticket", "size", "bytes", "timestamp")
                .on(Digits.of("", 9, 9, 1, 9));
    }
}
