// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

/**
 * A log as a round looked at it.
 *
 * @param checkpointSize of its last checkpoint, 0 for none
 */
record LogRow(int id, String publicId, long size, long checkpointSize) {
    boolean hasGrown() {
        return size > checkpointSize;
    }
}
