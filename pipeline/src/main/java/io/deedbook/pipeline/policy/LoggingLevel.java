// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.Locale;

/** How much content a record keeps. It decides never whether an event is on record, nor whether it is redacted. */
public enum LoggingLevel {
    /** Metadata only. */
    MINIMAL,
    /** Content of events at medium risk or above. */
    STANDARD,
    /** All content, redacted. */
    FULL,
    /** As {@link #FULL}; a whole value is masked where anything in it was found. */
    PARANOID;

    /** The name in policies. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
