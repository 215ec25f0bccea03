// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import java.util.Map;

/**
 * What was counted of a stretch, or of a part of it.
 *
 * @param number of the stretch
 * @param entries of it that were counted, none of them twice
 */
record Counted(long number, int entries, Map<Cell, Tally> cells) {}
