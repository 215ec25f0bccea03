// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import java.util.BitSet;
import java.util.Map;

/**
 * What was counted of a stretch, or of a part of it.
 *
 * @param number of the stretch
 * @param places in it of the entries that were counted; not to be changed
 */
record Counted(long number, BitSet places, Map<Cell, Tally> cells) {
    /** How many entries were counted. */
    int entries() {
        return places.cardinality();
    }
}
