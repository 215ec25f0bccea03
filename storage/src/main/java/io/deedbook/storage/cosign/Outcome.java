// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import java.util.Locale;

/** What became of one submission. */
enum Outcome {
    /** All lines that were expected are there. */
    COSIGNED,
    /** The witness has seen a later checkpoint, which another collector submitted: nothing is to be done. */
    AHEAD,
    /** No answer, or one that says to come again. */
    UNAVAILABLE,
    /** The witness does not know the log or its key: one of the two configurations is wrong. */
    NOT_ACCEPTED,
    /** A line is missing, does not verify, or is from the future. */
    BAD_SIGNATURE,
    /** An answer that the protocol does not have at this place. */
    UNEXPECTED,
    /** The witness has seen another tree of the log than the database holds, or says so. */
    FORK;

    /** The tag of metrics. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
