// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import java.util.List;

/** The definitions of what finds the numbers that the states of Asia give to people. */
final class AsianDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };
    private static final String[] NOT_AADHAAR = {
        "order",
        "invoice",
        "ticket",
        "sku",
        "tracking",
        "my number",
        "mynumber",
        "individual number",
        "kojin bango",
        "\u30de\u30a4\u30ca\u30f3\u30d0\u30fc",
        "\u500b\u4eba\u756a\u53f7"
    };
    private static final String[] NOT_TAIWANESE = {
        "order",
        "invoice",
        "ticket",
        "sku",
        "part number",
        "serial",
        "tracking",
        "member id",
        "member number",
        "subscriber id",
        "policy number",
        "passport"
    };
    private static final String[] IN_AADHAAR_WORDS = {
        "aadhaar", "aadhar", "adhaar", "uidai", "uid number", "\u0906\u0927\u093e\u0930"
    };
    private static final String[] MY_MYKAD_WORDS = {
        "mykad", "nric", "ic number", "ic no", "kad pengenalan", "no kp", "identity card"
    };
    private static final String[] TH_ID_WORDS = {
        "thai id",
        "thailand id",
        "national id",
        "\u0e1a\u0e31\u0e15\u0e23\u0e1b\u0e23\u0e30\u0e0a\u0e32\u0e0a\u0e19",
        "\u0e40\u0e25\u0e02\u0e1b\u0e23\u0e30\u0e08\u0e33\u0e15\u0e31\u0e27\u0e1b\u0e23\u0e30\u0e0a\u0e32\u0e0a\u0e19",
        "citizen id"
    };
    private static final String[] HK_ID_WORDS = {
        "hkid",
        "hong kong id",
        "hong kong identity",
        "identity card",
        "\u9999\u6e2f\u8eab\u4efd\u8b49",
        "\u8eab\u4efd\u8b49",
        "\u8eab\u4efd\u8bc1"
    };
    private static final String[] KR_RRN_WORDS = {
        "rrn",
        "resident registration",
        "\uc8fc\ubbfc\ub4f1\ub85d\ubc88\ud638",
        "\uc8fc\ubbfc\ubc88\ud638",
        "\uc8fc\ubbfc\ub4f1\ub85d",
        "\uc678\uad6d\uc778\ub4f1\ub85d\ubc88\ud638"
    };

    private AsianDetectors() {}

    static List<Detector> all() {
        return List.of(
                aadhaar(),
                bareAadhaar(),
                pan(),
                gstin(),
                voterId(),
                nric(),
                mykad(),
                bareMykad(),
                thaiId(),
                bareThaiId(),
                hongKongId(),
                bareHongKongId(),
                taiwanId(),
                rrn(),
                bareRrn(),
                residentId(),
                myNumber(),
                cccd(),
                cnic());
    }

    private static Detector aadhaar() {
        return Detector.of("in_aadhaar", GOVERNMENT_ID)
                .region("IN")
                .what("Indian Aadhaar number", "Verhoeff")
                .reference("https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html")
                .matches("2341 2341 2346", "2341-2341-2346", "9999 4105 7058")
                .rejects("2341 2341 2347", "1234 1234 1234", "2222 2222 2222", "2341 2341 2346 1111")
                .confidence(Confidence.MEDIUM)
                .near(IN_AADHAAR_WORDS)
                .notNear(NOT_AADHAAR)
                .on(Shape.of("9999 9999 9999", "9999-9999-9999"), AsianNumber::aadhaar);
    }

    private static Detector bareAadhaar() {
        return Detector.of("in_aadhaar", GOVERNMENT_ID)
                .region("IN")
                .reference("https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html")
                .matches("234123412346", "999941057058", "829920443396")
                .rejects("234123412347", "123412341234", "2341234123460")
                .confidence(Confidence.LOW)
                .near(IN_AADHAAR_WORDS)
                .on(Shape.of("999999999999"), AsianNumber::aadhaar);
    }

    private static Detector pan() {
        return Detector.of("in_pan", GOVERNMENT_ID)
                .region("IN")
                .what("Indian permanent account number", "kind of holder")
                .reference("https://en.wikipedia.org/wiki/Permanent_account_number")
                .matches("ABCPE1234F", "AAAPL1234C", "PETPR0675C")
                .rejects("ABCDE1234F", "ABCPE0000F", "ABCPE12345", "XABCPE1234F")
                .confidence(Confidence.MEDIUM)
                .near("pan", "permanent account number", "pan card", "income tax")
                .notNear(NOT_A_PERSON)
                .on(Shape.of("AAAAA9999A"), AsianNumber::pan);
    }

    private static Detector gstin() {
        return Detector.of("in_gstin", GOVERNMENT_ID)
                .region("IN")
                .what("Indian goods and services tax number", "state, PAN, check sign modulo 36")
                .reference("https://en.wikipedia.org/wiki/Goods_and_Services_Tax_(India)")
                .matches("27AAPFU0939F1ZV", "27RBJPI5108Z1Z9", "29AAGCB7383J1Z4")
                .rejects("27AAPFU0939F1ZO", "40AAPFU0939F1ZV", "27AAPFU0939F1Z")
                .near("gst", "gstin")
                .on(Shape.of("99AAAAA9999AXAX"), AsianNumber::gstin);
    }

    private static Detector voterId() {
        return Detector.of("in_voter_id", GOVERNMENT_ID)
                .region("IN")
                .what("Indian voter card number", "a word beside it")
                .reference("https://en.wikipedia.org/wiki/Voter_ID_card_(India)")
                .matches("WKH1186253", "AAH2451692", "TWA4070488")
                .rejects("WK1186253", "WKH11862530", "wkh1186253")
                .confidence(Confidence.LOW)
                .near("epic", "voter id", "voter card", "voter", "election card", "electors photo")
                .on(Shape.of("AAA9999999"), Check.NONE);
    }

    private static Detector nric() {
        return Detector.of("sg_nric", GOVERNMENT_ID)
                .region("SG")
                .what("Singaporean identity number (NRIC, FIN)", "letter modulo 11")
                .reference("https://en.wikipedia.org/wiki/National_Registration_Identity_Card")
                .matches("S1234567D", "G1234567X", "F1234567N", "M1234567K")
                .rejects("S1234567A", "A1234567D", "S12345678D")
                .near("nric", "fin", "identity card")
                .on(Shape.of("A9999999A"), AsianNumber::nric);
    }

    private static Detector mykad() {
        return Detector.of("my_mykad", GOVERNMENT_ID)
                .region("MY")
                .what("Malaysian identity card number", "date and place of birth")
                .reference("https://en.wikipedia.org/wiki/Malaysian_identity_card")
                .matches("770305-02-1234", "450218-01-3124", "880101-14-5678")
                .rejects("771305-02-1234", "770305-17-1234", "770305-02-12345")
                .confidence(Confidence.MEDIUM)
                .near(MY_MYKAD_WORDS)
                .on(Shape.of("999999-99-9999"), AsianNumber::mykad);
    }

    private static Detector bareMykad() {
        return Detector.of("my_mykad", GOVERNMENT_ID)
                .region("MY")
                .reference("https://en.wikipedia.org/wiki/Malaysian_identity_card")
                .matches("770305021234", "510427010699", "880101145678")
                .rejects("771305021234", "770305171234", "7703050212345")
                .confidence(Confidence.LOW)
                .near(MY_MYKAD_WORDS)
                .on(Shape.of("999999999999"), AsianNumber::mykad);
    }

    private static Detector thaiId() {
        return Detector.of("th_id", GOVERNMENT_ID)
                .region("TH")
                .what("Thai identity number", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/Thai_identity_card")
                .matches("3-1009-03041-51-4", "1 1037 02071 81 1", "1-2345-67890-12-1")
                .rejects("3-1009-03041-51-3", "0-1009-03041-51-3", "3-1009-03041-514")
                .near(TH_ID_WORDS)
                .on(Shape.of("9-9999-99999-99-9", "9 9999 99999 99 9"), AsianNumber::thaiId);
    }

    private static Detector bareThaiId() {
        return Detector.of("th_id", GOVERNMENT_ID)
                .region("TH")
                .reference("https://en.wikipedia.org/wiki/Thai_identity_card")
                .matches("3100903041514", "1103702071811", "1501197108134")
                .rejects("3100903041513", "0100903041513", "31009030415140")
                .confidence(Confidence.LOW)
                .near(TH_ID_WORDS)
                .on(Shape.of("9999999999999"), AsianNumber::thaiId);
    }

    private static Detector hongKongId() {
        return Detector.of("hk_id", GOVERNMENT_ID)
                .region("HK")
                .what("Hong Kong identity card number", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/Hong_Kong_identity_card")
                .matches("A123456(3)", "C668668(9)", "AB987654(3)")
                .rejects("A123456(4)", "A12345(3)", "A1234567(3)")
                .near(HK_ID_WORDS)
                .on(Shape.of("A999999(X)", "AA999999(X)"), AsianNumber::hongKongId);
    }

    private static Detector bareHongKongId() {
        return Detector.of("hk_id", GOVERNMENT_ID)
                .region("HK")
                .reference("https://en.wikipedia.org/wiki/Hong_Kong_identity_card")
                .matches("A1234563", "X3018283", "AB9876543")
                .rejects("A1234564", "A12345633", "1A1234563")
                .confidence(Confidence.LOW)
                .near(HK_ID_WORDS)
                .on(Shape.of("A999999X", "AA999999X"), AsianNumber::hongKongId);
    }

    private static Detector taiwanId() {
        return Detector.of("tw_id", GOVERNMENT_ID)
                .region("TW")
                .what("Taiwanese identity number", "city, sex, modulo 10")
                .reference("https://en.wikipedia.org/wiki/National_identification_card_(Taiwan)")
                .matches("A123456789", "F131104093", "A800000014")
                .rejects("A123456788", "A323456789", "A1234567890")
                .confidence(Confidence.MEDIUM)
                .near(
                        "taiwan id",
                        "national id",
                        "\u8eab\u5206\u8b49",
                        "\u8eab\u4efd\u8b49",
                        "\u8eab\u5206\u8b49\u5b57\u865f",
                        "\u7d71\u4e00\u7de8\u865f")
                .notNear(NOT_TAIWANESE)
                .on(Shape.of("A999999999"), AsianNumber::taiwanId);
    }

    private static Detector rrn() {
        return Detector.of("kr_rrn", GOVERNMENT_ID)
                .region("KR")
                .what("South Korean resident registration number", "date, sex; bare, modulo 11 until 2020, and a word")
                .reference("https://en.wikipedia.org/wiki/Resident_registration_number")
                .matches("971013-1019902", "771021-2358349", "880101-1234567")
                .rejects("971313-1019902", "971013-9019902", "971013-10199020")
                .confidence(Confidence.MEDIUM)
                .near(KR_RRN_WORDS)
                .on(Shape.of("999999-9999999"), AsianNumber::rrn);
    }

    private static Detector bareRrn() {
        return Detector.of("kr_rrn", GOVERNMENT_ID)
                .region("KR")
                .reference("https://en.wikipedia.org/wiki/Resident_registration_number")
                .matches("7710212358349", "9111142031083", "5101262148958")
                .rejects("7710212358340", "1795235686545", "77102123583490")
                .confidence(Confidence.LOW)
                .near(KR_RRN_WORDS)
                .on(Shape.of("9999999999999"), AsianNumber::rrnChecked);
    }

    private static Detector residentId() {
        return Detector.of("cn_resident_id", GOVERNMENT_ID)
                .region("CN")
                .what("Chinese resident identity number", "province, date, ISO 7064 MOD 11-2")
                .reference("https://en.wikipedia.org/wiki/Resident_Identity_Card")
                .matches("11010519491231002X", "440524198001010013", "310115194702152027", "11010519491231002x")
                .rejects("110105194912310029", "11010519491331002X", "991105194912310021")
                .near("\u8eab\u4efd\u8bc1", "\u8eab\u4efd\u8bc1\u53f7", "\u5c45\u6c11\u8eab\u4efd\u8bc1", "resident id")
                .on(Shape.of("99999999999999999X", "99999999999999999x"), AsianNumber::residentId);
    }

    private static Detector myNumber() {
        return Detector.of("jp_my_number", GOVERNMENT_ID)
                .region("JP")
                .what("Japanese individual number (My Number)", "modulo 11")
                .reference("https://en.wikipedia.org/wiki/Individual_Number")
                .matches("123456789018", "1234 5678 9018", "987654321093")
                .rejects("123456789012", "111111111111", "1234567890180")
                .confidence(Confidence.LOW)
                .near(
                        "my number",
                        "mynumber",
                        "individual number",
                        "\u30de\u30a4\u30ca\u30f3\u30d0\u30fc",
                        "\u500b\u4eba\u756a\u53f7",
                        "kojin bango",
                        "kojin bangou")
                .on(Shape.of("9999~9999~9999"), AsianNumber::myNumber);
    }

    private static Detector cccd() {
        return Detector.of("vn_cccd", GOVERNMENT_ID)
                .region("VN")
                .what("Vietnamese citizen card number", "province, sex, a word beside it")
                .reference("https://vi.wikipedia.org/wiki/C%C4%83n_c%C6%B0%E1%BB%9Bc_c%C3%B4ng_d%C3%A2n")
                .matches("001090012345", "079203001234", "048195000123")
                .rejects("000090012345", "001990012345", "0010900123450")
                .confidence(Confidence.LOW)
                .near(
                        "cccd",
                        "cmnd",
                        "c\u0103n c\u01b0\u1edbc",
                        "c\u0103n c\u01b0\u1edbc c\u00f4ng d\u00e2n",
                        "ch\u1ee9ng minh nh\u00e2n d\u00e2n")
                .on(Shape.of("999999999999"), AsianNumber::cccd);
    }

    private static Detector cnic() {
        return Detector.of("pk_cnic", GOVERNMENT_ID)
                .region("PK")
                .what("Pakistani identity card number", "region, groups of 5, 7 and 1")
                .reference("https://en.wikipedia.org/wiki/CNIC")
                .matches("42201-0397640-8", "35202-1234567-1", "61101-7654321-2")
                .rejects("02201-0397640-8", "42201-0397640", "42201-039764-08")
                .confidence(Confidence.MEDIUM)
                .near("cnic", "nadra", "nicop")
                .on(Shape.of("99999-9999999-9"), AsianNumber::cnic);
    }
}
