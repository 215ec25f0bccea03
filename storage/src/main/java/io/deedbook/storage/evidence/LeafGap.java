// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaf hashes of a log of which memory has those at both ends, and what lies between is read. Not thread-safe. */
final class LeafGap {
    private final int logId;
    private final long begin;
    private final int held;
    private final long readTo;
    private final List<byte[]> after;

    // Mutable state
    private final List<byte[]> hashes;
    private boolean broken;

    private LeafGap(int logId, long begin, List<byte[]> before, long readTo, List<byte[]> after) {
        this.logId = logId;
        this.begin = begin;
        this.readTo = readTo;
        this.after = after;
        held = before.size();
        hashes = before;
    }

    /** Those from {@code begin} to {@code end}, exclusive. */
    static LeafGap of(RecentHashes recent, int logId, long begin, long end) {
        var before = new ArrayList<>(recent.range(logId, begin, end));
        var readFrom = begin + before.size();
        var readTo = recent.heldFrom(logId, readFrom, end);
        var after = recent.range(logId, readTo, end);
        return after.size() == end - readTo
                ? new LeafGap(logId, begin, before, readTo, after)
                // some went just now
                : new LeafGap(logId, begin, before, end, List.of());
    }

    int logId() {
        return logId;
    }

    /** The index of the next one to be read. */
    long readFrom() {
        return begin + hashes.size();
    }

    /** The index after the last one to be read. */
    long readTo() {
        return readTo;
    }

    /** Takes the next one that was read. */
    void add(long index, byte[] hash) {
        broken |= index != readFrom() || index >= readTo;
        if (!broken) {
            hashes.add(hash);
        }
    }

    /** Has memory hold what was read too. */
    void remember(RecentHashes recent) {
        recent.read(logId, begin + held, List.copyOf(hashes.subList(held, hashes.size())));
    }

    /** All of them, unless one is missing, or was there twice. */
    Optional<List<byte[]>> whole() {
        if (broken || readFrom() != readTo) {
            return Optional.empty();
        }
        var all = new ArrayList<>(hashes);
        all.addAll(after);
        return Optional.of(all);
    }
}
