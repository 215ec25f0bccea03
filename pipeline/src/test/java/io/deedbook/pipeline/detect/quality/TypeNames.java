// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which types of the engine are a right answer to which label. Where nothing is said, the names are the same. */
final class TypeNames {
    /** Types that differ by country or by the word beside the value, where the text does not say which. */
    private static final List<Set<String>> SAME = List.of(
            Set.of("us_ssn", "us_ssn_digits"),
            Set.of("phone", "phone_digits"),
            Set.of("us_drivers_license", "drivers_license"),
            Set.of("us_passport", "uk_passport", "passport_number"),
            Set.of("generic_secret", "password_assignment"));

    /** Types that are a part of others: a finding inside such a label is neither right nor wrong. */
    private static final Map<String, Set<String>> PARTS = Map.of("postal_address", Set.of("us_zip"));

    private TypeNames() {}

    /** Whether a finding of the engine's type answers a label. */
    static boolean isRight(String label, String found) {
        return label.equals(found) || SAME.stream().anyMatch(set -> set.contains(label) && set.contains(found));
    }

    /** Whether a finding may stand inside a label of another type. */
    static boolean isPart(String label, String found) {
        return PARTS.getOrDefault(label, Set.of()).contains(found);
    }
}
