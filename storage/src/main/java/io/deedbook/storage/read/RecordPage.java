// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import java.util.List;

/**
 * One page of records.
 *
 * @param more whether there is at least one further record in the order of the query
 */
public record RecordPage(List<StoredRecord> records, boolean more) {
    private static final long HEAP_SHARE = 128;
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    public RecordPage {
        records = List.copyOf(records);
    }

    /** Of content and attributes in one page, but for its last record, in a process with such a heap. */
    public static int bytesMax(long heapBytes) {
        return (int) Math.min(BYTES_MAX, heapBytes / HEAP_SHARE);
    }
}
