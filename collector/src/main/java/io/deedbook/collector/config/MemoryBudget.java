// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

/**
 * How the heap is divided, written down in one place so that the parts add up.
 *
 * <pre>
 *   max heap
 *     = 1/4  what does not grow with load: classes, caches, pools, the dashboard's pages
 *     + 3/4  requests in work, each admitted byte costing at most {@link #HEAP_BYTES_PER_ADMITTED_BYTE} until its answer:
 *              1  the body as it arrived
 *              1  its decompressed form
 *              3  decoded events, texts twice as UTF-16 in the worst case
 *              3  redacted texts, canonical JSON, leaves and the arrays of the insert
 * </pre>
 *
 * <p>What waits in the spool is on disk. Bringing it back takes two batches of 4 MiB (one in a transaction, one read ahead), about
 * 24 MiB as objects, and the keys of the latest 50,000 requests that wait, about 5 MiB: from the first quarter.
 *
 * <p>Where records take more than their body tells, because there are many in few bytes or each repeats a large resource, the
 * decoder counts what they take and has it admitted.
 */
final class MemoryBudget {
    static final int HEAP_BYTES_PER_ADMITTED_BYTE = 8;

    private MemoryBudget() {}

    /** The admission budget that fits into a heap of {@code heapBytesMax}. */
    static long admissionBytes(long heapBytesMax) {
        return heapBytesMax / 4 * 3 / HEAP_BYTES_PER_ADMITTED_BYTE;
    }

    /** The largest admission budget that one may ask for: beyond it the process would run out of memory under load. */
    static long admissionBytesMax(long heapBytesMax) {
        return heapBytesMax / 4;
    }
}
