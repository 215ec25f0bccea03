// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/** The level of risk that the rules found, lowest first. */
public enum Risk {
    LOW("low"),
    MEDIUM("medium"),
    HIGH("high"),
    CRITICAL("critical");

    private final String wireName;

    Risk(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
