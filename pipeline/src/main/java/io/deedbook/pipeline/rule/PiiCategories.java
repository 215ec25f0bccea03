// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.detect.Category;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which category a detector's type belongs to. */
final class PiiCategories {
    private static final Map<String, Category> KNOWN = Map.ofEntries(
            Map.entry("email", Category.CONTACT),
            Map.entry("phone", Category.CONTACT),
            Map.entry("credit_card", Category.FINANCIAL),
            Map.entry("iban", Category.FINANCIAL),
            Map.entry("us_ssn", Category.GOVERNMENT_ID),
            Map.entry("ipv4", Category.NETWORK),
            Map.entry("ipv6", Category.NETWORK),
            Map.entry("aws_access_key_id", Category.CREDENTIAL),
            Map.entry("private_key", Category.CREDENTIAL));

    private PiiCategories() {}

    /** The category, or null for a type that is not known. */
    static @Nullable Category of(String type) {
        return KNOWN.get(type);
    }
}
