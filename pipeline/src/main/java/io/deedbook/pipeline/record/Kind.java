// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/**
 * What an entry of the ledger is: an event that a client reported, or something that the server itself puts on record.
 */
public enum Kind {
    /** An event of an agent, as a client reported it. */
    RECORD("record"),
    /** A conclusion from several records: a correlation that held, telemetry that is missing. */
    FINDING("finding"),
    /** A policy that was set. */
    POLICY("policy"),
    /** The first entry of a log, or of a later epoch of it: its origin and its key. */
    GENESIS("genesis"),
    /** A key that signs the log from now on, or no more. */
    KEY("key"),
    /** Parts of records were erased at somebody's request; says which. */
    ERASURE("erasure"),
    /** Parts of records, or whole entries, were removed because their time was over; says which. */
    RETENTION("retention"),
    /** A legal hold was laid on records, or lifted. */
    HOLD("hold"),
    /** Somebody took a copy of records out. */
    READ("read"),
    /** Stands in the place of a record that could not be stored. */
    GAP("gap");

    private final String wireName;

    Kind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, SQL and the leaf. */
    public String wireName() {
        return wireName;
    }
}
