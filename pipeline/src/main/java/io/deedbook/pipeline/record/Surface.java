// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/** The product that an event came from, as far as its own claims tell. */
public enum Surface {
    CLAUDE_CODE("claude_code"),
    CLAUDE_CODE_DESKTOP("claude_code_desktop"),
    COWORK("cowork"),
    OFFICE_AGENT("office_agent"),
    CLAUDE_DESKTOP("claude_desktop"),
    CLAUDE_PLATFORM("claude_platform"),
    COMPLIANCE_API("compliance_api"),
    GATEWAY("gateway"),
    OTHER("other");

    private final String wireName;

    Surface(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
