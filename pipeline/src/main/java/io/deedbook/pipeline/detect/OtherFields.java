// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import java.util.List;

/**
 * What fields are called. A number without check digits belongs to the name that stands nearest before it: the names of
 * other fields speak against it.
 */
final class OtherFields {
    private static final List<String> NAMES = List.of(
            "npi",
            "dea",
            "mrn",
            "medical record",
            "patient id",
            "zip",
            "zip code",
            "postal code",
            "postcode",
            "plz",
            "routing",
            "aba",
            "sort code",
            "account",
            "account number",
            "acct",
            "iban",
            "bic",
            "swift",
            "ssn",
            "social security",
            "ein",
            "itin",
            "phone",
            "telephone",
            "tel",
            "mobile",
            "fax",
            "dob",
            "date of birth",
            "birth date",
            "member id",
            "policy number",
            "group number",
            "subscriber id",
            "passport",
            "license",
            "licence",
            "vin",
            "imei",
            "serial",
            "plate",
            "certificate",
            "nhs",
            "utr",
            "invoice",
            "order",
            "ticket",
            "transaction",
            "timestamp",
            "ts",
            "epoch",
            "timeout",
            "duration",
            "ms",
            "port",
            "pid",
            "rows",
            "line",
            "lines",
            "size",
            "bytes",
            "count",
            "offset",
            "length",
            "version",
            "build",
            "amount",
            "total",
            "price",
            "balance",
            "cvv",
            "card number",
            "expires",
            "expiry");

    private OtherFields() {}

    /** All but those that are a field's own. */
    static String[] than(String... own) {
        var words = Arrays.asList(own);
        return NAMES.stream().filter(name -> !words.contains(name)).toArray(String[]::new);
    }
}
