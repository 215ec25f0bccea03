// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;

/** The code of a bank behind a label that says so. */
final class SwiftBic {
    private SwiftBic() {}

    static Detector detector() {
        var definition = Detector.of("swift_bic", FINANCIAL)
                .what("code of a bank (SWIFT, BIC) behind a label that says so", "country")
                .reference("https://www.iso9362.org/isobic/overview.html")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "SWIFT: \u00abDEUTDEFF\u00bb",
                        "BIC \u00abDEUTDEFF500\u00bb",
                        "\"swiftCode\":\"\u00abNEDSZAJJXXX\u00bb\"")
                .rejects("swift DEUTXXFF", "BIC: DEUTDEF", "Swift PACKAGES", "swift: DEUTDEFF50");
        return Label.of("swift", "bic")
                .before(
                        definition,
                        "(?:[ _/-]?(?:code|bic|number|no\\.?))?",
                        "[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
                        11,
                        (text, start, end) -> Countries.isCountry(text.substring(start + 4, start + 6))
                                        && !text.startsWith("wift ", start - 5)
                                ? new Span(start, end)
                                : null);
    }
}
