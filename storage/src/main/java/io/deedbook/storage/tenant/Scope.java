// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

/** What a key may be used for. */
public enum Scope {
    /** Sending telemetry. */
    INGEST("ingest"),
    /** Reading records, evidence and the dashboard. */
    READ("read"),
    /** Managing keys, teams and policies. */
    ADMIN("admin");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
