// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * Says that records are durable.
 *
 * @param firstIndex index of the first record in the tenant's log, or {@link #NOT_PLACED}
 * @param count how many records, at consecutive indexes
 * @param duplicate whether they had been stored by an earlier sending of the same request
 */
public record Receipt(long firstIndex, int count, boolean duplicate) {
    /** The index of records that are durable outside of the ledger, and get their places when they are appended. */
    public static final long NOT_PLACED = -1;

    /** Says that records are durable outside of the ledger. */
    public static Receipt notPlaced(int count, boolean duplicate) {
        return new Receipt(NOT_PLACED, count, duplicate);
    }

    /** Whether the records are in the ledger. */
    public boolean isPlaced() {
        return firstIndex != NOT_PLACED;
    }
}
