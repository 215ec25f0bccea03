// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * Says that records are durable.
 *
 * @param firstIndex index of the first record in the tenant's log, or {@link #NOT_PLACED}
 * @param count how many records, at consecutive indexes
 * @param duplicate whether they had been stored by an earlier sending of the same request
 * @param kept where they are
 */
public record Receipt(long firstIndex, int count, boolean duplicate, Kept kept) {
    /** The index of records that are durable outside of the ledger, and get their places when they are appended. */
    public static final long NOT_PLACED = -1;

    /** Where records are durable. */
    public enum Kept {
        /** In the database, at their places. */
        LEDGER,
        /** On the disk of this process, since the database is away. */
        SPOOL,
        /** With the brokers, where records go through Kafka. */
        TOPIC
    }

    public Receipt {
        if ((firstIndex == NOT_PLACED) == (kept == Kept.LEDGER)) {
            throw new IllegalArgumentException(
                    "firstIndex, kept: " + firstIndex + ", " + kept + " (expected: an index for LEDGER alone)");
        }
    }

    /** Says that records are in the ledger. */
    public Receipt(long firstIndex, int count, boolean duplicate) {
        this(firstIndex, count, duplicate, Kept.LEDGER);
    }

    /** Says that records are in the spool. */
    public static Receipt spooled(int count, boolean duplicate) {
        return new Receipt(NOT_PLACED, count, duplicate, Kept.SPOOL);
    }

    /** Says that the brokers have the records. */
    public static Receipt inTopic(int count) {
        return new Receipt(NOT_PLACED, count, false, Kept.TOPIC);
    }

    /** Whether the records are in the ledger. */
    public boolean isPlaced() {
        return kept == Kept.LEDGER;
    }
}
