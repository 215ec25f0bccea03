// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;

import java.util.List;

/** The definitions of what finds numbers of banks and accounts. */
final class BankDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };

    private BankDetectors() {}

    static List<Detector> all() {
        return List.of(routing(), sortCode(), clabe(), ifsc(), bsb(), transit());
    }

    private static Detector routing() {
        return Detector.of("us_aba_routing", FINANCIAL)
                .region("US")
                .what("US bank routing number", "district, weights 3, 7, 1")
                .reference("https://en.wikipedia.org/wiki/ABA_routing_transit_number")
                .matches("021000021", "011401533", "121000358")
                .rejects("021000022", "991000021", "0210000210")
                .confidence(Confidence.LOW)
                .near("routing", "routing number", "routing no", "aba", "aba number", "rtn", "transit number")
                .notNear(OtherFields.than("routing", "aba"))
                .on(Shape.of("999999999", "9999-9999-9"), FinancialNumber::routing);
    }

    private static Detector sortCode() {
        return Detector.of("uk_sort_code", FINANCIAL)
                .region("GB")
                .what("UK bank sort code", "a word beside it")
                .reference("https://en.wikipedia.org/wiki/Sort_code")
                .matches("20-00-00", "60-16-13", "09-01-28")
                .rejects("20-00-0", "120-00-00", "20-00-00-00")
                .confidence(Confidence.LOW)
                .near("sort code", "sortcode", "sort")
                .on(Shape.of("99-99-99"), Check.NONE);
    }

    private static Detector clabe() {
        return Detector.of("mx_clabe", FINANCIAL)
                .region("MX")
                .what("Mexican account number", "weights 3, 7, 1")
                .reference("https://en.wikipedia.org/wiki/CLABE")
                .matches("032180000118359719", "002010077777777771", "002220747045699656")
                .rejects("032180000118359718", "000010077777777771", "0321800001183597190")
                .confidence(Confidence.LOW)
                .near("clabe", "cuenta clabe", "interbancaria")
                .on(Shape.of("999999999999999999"), FinancialNumber::clabe);
    }

    private static Detector ifsc() {
        return Detector.of("in_ifsc", FINANCIAL)
                .region("IN")
                .what("code of an Indian bank branch", "a zero as the fifth sign")
                .reference("https://en.wikipedia.org/wiki/Indian_Financial_System_Code")
                .matches("SBIN0001234", "HDFC0000001", "ICIC0000104")
                .rejects("SBIN1001234", "SBI0001234", "SBIN00012345")
                .confidence(Confidence.MEDIUM)
                .near("ifsc", "rtgs", "neft", "branch")
                .notNear(NOT_A_PERSON)
                .on(Shape.of("AAAA0XXXXXX"), Check.NONE);
    }

    private static Detector bsb() {
        return Detector.of("au_bsb", FINANCIAL)
                .region("AU")
                .what("number of an Australian bank branch", "a word beside it")
                .reference("https://en.wikipedia.org/wiki/Bank_state_branch")
                .matches("062-000", "082-902", "733-012")
                .rejects("62-000", "062-0000", "1062-000")
                .confidence(Confidence.LOW)
                .near("bsb", "bsb number", "bank state branch")
                .on(Shape.of("999-999"), Check.NONE);
    }

    private static Detector transit() {
        return Detector.of("ca_transit", FINANCIAL)
                .region("CA")
                .what("number of a Canadian bank branch and institution", "institution, a word beside it")
                .reference("https://en.wikipedia.org/wiki/Routing_number_(Canada)")
                .matches("12345-003", "00011-004", "10202-001")
                .rejects("12345-900", "1234-003", "12345-0031")
                .confidence(Confidence.LOW)
                .near(
                        "transit number",
                        "transit no",
                        "transit code",
                        "bank transit",
                        "branch transit",
                        "institution number")
                .on(Shape.of("99999-999"), FinancialNumber::transit);
    }
}
