// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/** What became of an event's content. */
public enum ContentState {
    REDACTED("redacted"),
    LENGTH_ONLY("lengthOnly"),
    WITHHELD("withheld"),
    ABSENT("absent"),
    ERASED("erased");

    private final String wireName;

    ContentState(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
