// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.Tile;
import io.deedbook.storage.tlog.TileBuilder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays a log back from its first record on: checks each record by itself and grows the tree that all of them lead to.
 * Knows no database; keeps a few kilobytes however long the log is. For one thread at a time.
 */
final class LogReplay {
    private static final int PENDING_MAX = 1_024;

    private final Findings findings;
    private final Erased erased;

    // Mutable state, owned by the thread that plays.
    private final TileBuilder tiles = new TileBuilder();
    private final List<byte[]> pending = new ArrayList<>();
    private Frontier frontier = Frontier.empty();
    private long nextIndex;
    private long records;
    private long erasedParts;
    private long removed;
    private boolean gap;

    /** A replay of a log from which nothing was erased. */
    LogReplay(Findings findings) {
        this(findings, new Erased());
    }

    LogReplay(Findings findings, Erased erased) {
        this.findings = findings;
        this.erased = erased;
    }

    /**
     * Takes the record that comes next by index.
     *
     * @return the tiles that it fills; none once a record was missing
     */
    List<Tile> accept(StoredRecord row) {
        records++;
        var hash = Leaf.hash(row.leaf());
        if (!MessageDigest.isEqual(hash, row.leafHash())) {
            findings.add(FindingCode.ENTRY_MISMATCH, row.index(), "leaf_hash");
        }
        erasedParts += RecordCheck.run(row, findings, erased);
        if (erased.mustBeRemoved(row.index())) {
            findings.add(FindingCode.NOT_ERASED, row.index(), "the entry");
        }
        if (row.index() < nextIndex) {
            findings.add(FindingCode.ENTRIES_UNEXPECTED, row.index(), "the index is there twice");
            gap = true;
            return List.of();
        }
        passTo(row.index());
        return grow(hash);
    }

    /** Takes, in place of the entry that comes next and was removed whole, the hash that its tile has of it. */
    List<Tile> acceptRemoved(byte[] hash) {
        removed++;
        return grow(hash);
    }

    private List<Tile> grow(byte[] hash) {
        nextIndex++;
        if (gap) {
            return List.of();
        }
        pending.add(hash);
        if (pending.size() == PENDING_MAX) {
            flush();
        }
        return tiles.add(hash);
    }

    /** Says that no further record with an index below {@code size} comes. */
    void passTo(long size) {
        if (nextIndex < size) {
            findings.add(FindingCode.ENTRIES_MISSING, nextIndex, (size - nextIndex) + " records");
            gap = true;
            nextIndex = size;
        }
    }

    /** The index of the record that should come next: how large the tree is. */
    long size() {
        return nextIndex;
    }

    /** How many records were taken. */
    long records() {
        return records;
    }

    /** How many parts of records are gone as the log says. */
    long erasedParts() {
        return erasedParts;
    }

    /** How many entries are gone whole. */
    long removed() {
        return removed;
    }

    /** The tree so far, or null once a record was missing or one too many. */
    @Nullable
    Frontier frontier() {
        flush();
        return gap ? null : frontier;
    }

    private void flush() {
        frontier = frontier.append(pending);
        pending.clear();
    }
}
