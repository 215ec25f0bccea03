// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import java.util.List;
import java.util.OptionalLong;

/**
 * One page of records.
 *
 * @param next where to go on, as the query's {@code before} or, oldest first, {@code after}; empty where nothing is
 *     left. A page of a long stretch of the log in which little is found may have few records, or none, and more to
 *     come.
 */
public record RecordPage(List<StoredRecord> records, OptionalLong next) {
    private static final long HEAP_SHARE = 128;
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    public RecordPage {
        records = List.copyOf(records);
    }

    /** The page after which there is more, from its last record on, or nothing. */
    static RecordPage of(List<StoredRecord> records, boolean more) {
        return new RecordPage(
                records, more ? OptionalLong.of(records.get(records.size() - 1).index()) : OptionalLong.empty());
    }

    /** Whether there may be further records in the order of the query. */
    public boolean more() {
        return next.isPresent();
    }

    /** Of content and attributes in one page, but for its last record, in a process with such a heap. */
    public static int bytesMax(long heapBytes) {
        return (int) Math.min(BYTES_MAX, heapBytes / HEAP_SHARE);
    }
}
