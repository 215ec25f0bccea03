// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.RecordDraft;

/** Risk rules and control maps, compiled. Immutable and thread-safe. */
public final class RuleSet {
    private RuleSet() {}

    /** The built-in rules and controls from the resources of this module. */
    public static RuleSet builtIn() {
        return new RuleSet();
    }

    /** SHA-256 over the rule and control files, base64url without padding. */
    public String version() {
        return "";
    }

    /** Judges a redacted draft: sets its {@code risk}, {@code rules} and {@code controls}. */
    public void judge(RecordDraft draft) {
        draft.pii();
    }
}
