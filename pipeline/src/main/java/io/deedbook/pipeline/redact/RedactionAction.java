// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import java.util.Locale;

/** What a finding gives way to. */
public enum RedactionAction {
    /** A token, {@code [type:xxxxxx]}, that is the same for the same value of a tenant. */
    TOKEN,
    /** The name of the type, {@code [type]}, that is the same for all values. */
    MASK,
    /**
     * The name of the type in place of the whole value that the finding stands in: of the string of JSON, where the
     * text is JSON, of all of the text otherwise.
     */
    DROP;

    /** The name in policies. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
