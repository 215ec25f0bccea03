// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.storage.summary.Stretches;
import java.time.Duration;

/**
 * How much is looked at for one page.
 *
 * @param stretches as they are summed up
 * @param atOnce stretches that one statement looks at, at most
 * @param time after which a page ends with what was found
 */
record WalkLimits(Stretches stretches, int atOnce, Duration time) {
    /** A statement looks at 65,536 entries, which takes some 100 ms, or a second where none is in memory. */
    static final WalkLimits STANDARD = new WalkLimits(Stretches.STANDARD, 8, Duration.ofSeconds(2));

    /** Entries that one statement looks at, at most. */
    long entriesAtOnce() {
        return (long) stretches.entries() * atOnce;
    }
}
