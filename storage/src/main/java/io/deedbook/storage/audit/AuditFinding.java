// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

/**
 * One thing that is wrong.
 *
 * @param code the name of an {@link AuditCode} or of a {@link io.deedbook.storage.tlog.CheckpointVerdict}
 * @param index of the entry, or the size of the checkpoint, or −1 when it concerns the whole
 * @param detail which file or part; never what is in it
 */
public record AuditFinding(String code, long index, String detail) {
    /** The index of a finding that concerns the whole. */
    public static final long WHOLE = -1;
}
