// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

/** How many records there are of one cell, and when the first and the last of them occurred. Mutable. */
final class Tally {
    private long records;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    Tally() {}

    Tally(long records, long earliest, long latest) {
        this.records = records;
        this.earliest = earliest;
        this.latest = latest;
    }

    void add(long occurredUnixNanos) {
        records++;
        earliest = Math.min(earliest, occurredUnixNanos);
        latest = Math.max(latest, occurredUnixNanos);
    }

    void add(Tally other) {
        records += other.records;
        earliest = Math.min(earliest, other.earliest);
        latest = Math.max(latest, other.latest);
    }

    long records() {
        return records;
    }

    long earliest() {
        return earliest;
    }

    long latest() {
        return latest;
    }
}
