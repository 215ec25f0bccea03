// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

/**
 * How logs are cut. By index and not by time: a stretch below the log's size never gets another entry, whatever the
 * clocks of clients say and however long a record was on its way.
 *
 * @param entries in a stretch of level 0
 * @param fanOut stretches of level 0 in one of level 1
 */
public record Stretches(int entries, int fanOut) {
    /**
     * 8,192 entries, and 1,048,576: what is not summed up is read in some milliseconds, and 100 million are 95 rows.
     */
    public static final Stretches STANDARD = new Stretches(8_192, 128);

    public Stretches {
        if (entries < 1 || fanOut < 2) {
            throw new IllegalArgumentException(
                    "entries, fanOut: " + entries + ", " + fanOut + " (expected: >= 1, >= 2)");
        }
    }

    /** Entries in a stretch of level 1. */
    public long entriesAbove() {
        return (long) entries * fanOut;
    }
}
