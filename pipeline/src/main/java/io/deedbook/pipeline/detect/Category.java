// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

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
}
