// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.RecentRuns;
import io.deedbook.storage.tlog.TilePath;
import java.util.List;

/**
 * The leaf hashes that this process has just committed, or read to publish what others did, so that publishing need not
 * read them from the database again. They stay until the tile that they belong to is stored, or another process is seen
 * to publish the log; beyond the limit the oldest go, and are read. Thread-safe.
 */
public final class RecentHashes implements CommitListener {
    private static final long HEAP_SHARE = 128;
    private static final long BYTES_MIN = 1_000_000;
    /** The array and the reference to it. */
    private static final long HASH_BYTES = 52;

    private final RecentRuns<byte[]> runs;

    /** @param bytesMax an estimate of the heap that it takes */
    public RecentHashes(long bytesMax) {
        runs = new RecentRuns<>(bytesMax);
    }

    /** What a heap of {@code heapBytesMax} has for it: a part in a hundred and twenty-eight. */
    public static long bytesMax(long heapBytesMax) {
        return Math.max(BYTES_MIN, heapBytesMax / HEAP_SHARE);
    }

    @Override
    public void committed(int logId, long firstIndex, List<SealedRecord> records) {
        add(logId, firstIndex, records.stream().map(SealedRecord::leafHash).toList());
    }

    /** Adds what others committed and this process has read, which is wanted once more when the tile becomes full. */
    void read(int logId, long firstIndex, List<byte[]> hashes) {
        if (!hashes.isEmpty()) {
            add(logId, firstIndex, hashes);
        }
    }

    private void add(int logId, long firstIndex, List<byte[]> hashes) {
        runs.add(logId, firstIndex, hashes, HASH_BYTES * hashes.size());
    }

    /** Lets go of what is below an index: another process publishes the log. */
    void forget(int logId, long before) {
        runs.letGo(logId, before);
    }

    /**
     * The hashes from {@code from} on that follow each other, none from {@code to} on; empty where the first is not
     * here.
     */
    List<byte[]> range(int logId, long from, long to) {
        return runs.range(logId, from, to);
    }

    /** The index, not below {@code from}, from which on all is here up to {@code to}. */
    long heldFrom(int logId, long from, long to) {
        return runs.heldFrom(logId, from, to);
    }

    /** A checkpoint of this size is stored: the hashes of its full tiles are not needed any more. */
    void published(int logId, long size) {
        runs.letGo(logId, TilePath.fullTiles(0, size) * TilePath.WIDTH_MAX);
    }
}
