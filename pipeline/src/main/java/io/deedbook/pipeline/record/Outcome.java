// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/** How it ended. */
public enum Outcome {
    SUCCESS("success"),
    FAILURE("failure"),
    REJECTED("rejected"),
    NONE("none");

    private final String wireName;

    Outcome(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
