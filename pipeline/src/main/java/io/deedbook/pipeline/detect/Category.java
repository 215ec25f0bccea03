// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What kind of thing a detector finds; risk rules match on it. */
public enum Category {
    IDENTITY("identity"),
    CONTACT("contact"),
    FINANCIAL("financial"),
    HEALTH("health"),
    GOVERNMENT_ID("government_id"),
    CREDENTIAL("credential"),
    NETWORK("network"),
    CRYPTO("crypto");

    private final String wireName;

    Category(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The category of this name. */
    public static Optional<Category> of(String wireName) {
        return Arrays.stream(values())
                .filter(category -> category.wireName.equals(wireName))
                .findFirst();
    }

    /** The names of all. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Category::wireName).toList();
    }
}
