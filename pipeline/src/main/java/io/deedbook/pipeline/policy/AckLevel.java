// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.Locale;

/** What must have become of a sender's records before it is told that they are safe. */
public enum AckLevel {
    /** They are committed to the database. */
    COMMITTED,
    /** A checkpoint that covers them is signed. */
    SIGNED,
    /** A checkpoint that covers them has the quorum of witnesses. */
    WITNESSED;

    /** The name in policies. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
