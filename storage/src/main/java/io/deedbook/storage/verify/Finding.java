// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

/**
 * One thing that is wrong.
 *
 * @param index of the record, or the size of the checkpoint, or −1 when it concerns the whole log
 * @param detail which column, part or tile; never what is in it
 */
public record Finding(FindingCode code, long index, String detail) {
    /** The index of a finding that concerns the whole log. */
    public static final long WHOLE_LOG = -1;
}
