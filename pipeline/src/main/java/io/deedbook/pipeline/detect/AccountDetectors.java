// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;

import java.util.List;

/** The definitions of what finds numbers of accounts, which have no check digits: a word must be near. */
final class AccountDetectors {

    private AccountDetectors() {}

    static List<Detector> all() {
        return List.of(bankAccount());
    }

    private static Detector bankAccount() {
        return Detector.of("us_bank_account", FINANCIAL)
                .region("US")
                .what("number of a bank account", "a word beside it")
                .reference("https://en.wikipedia.org/wiki/Bank_account")
                .matches("12345678", "000123456789", "1234567890")
                .rejects("12345", "1234567890123", "12-345678")
                .confidence(Confidence.LOW)
                .near(
                        "account number",
                        "account no",
                        "acct",
                        "acct number",
                        "acct no",
                        "bank account",
                        "checking account",
                        "savings account",
                        "account",
                        "kontonummer",
                        "num\u00e9ro de compte",
                        "n\u00famero de cuenta",
                        "conto corrente",
                        "rekeningnummer")
                .notNear(OtherFields.than("account", "account number", "acct"))
                .on(
                        Shape.of(
                                "99999999",
                                "999999999",
                                "9999999999",
                                "99999999999",
                                "999999999999",
                                "999999",
                                "9999999"),
                        Check.NONE);
    }
}
