// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.EntryBundle;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TilePath;
import io.deedbook.storage.tlog.TreeHasher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the entries and the tiles of a log from files in the layout of C2SP tlog-tiles. For one thread at a time. */
final class LogEntries {
    private final AuditFiles files;
    private final long size;
    private final AuditTally tally;

    LogEntries(AuditFiles files, long size, AuditTally tally) {
        this.files = files;
        this.size = size;
        this.tally = tally;
    }

    /** Whether the bundle with this number can be read at all. */
    boolean isServed(long number) throws IOException {
        var width = (int) Math.min(TilePath.WIDTH_MAX, size - number * TilePath.WIDTH_MAX);
        return read("tile/entries/", number, width, EntryBundle.BYTES_MAX) != null;
    }

    /**
     * The entries of the bundle with this number; fewer than it should have, and a finding, where it is gone or
     * malformed.
     */
    List<byte[]> bundle(long number) throws IOException {
        var width = (int) Math.min(TilePath.WIDTH_MAX, size - number * TilePath.WIDTH_MAX);
        var bytes = read("tile/entries/", number, width, EntryBundle.BYTES_MAX);
        if (bytes == null) {
            tally.add(AuditCode.ENTRIES_MISSING, number * TilePath.WIDTH_MAX, "bundle " + number);
            return List.of();
        }
        try {
            return EntryBundle.parse(bytes, width);
        } catch (MalformedException e) {
            tally.add(AuditCode.ENTRIES_MALFORMED, number * TilePath.WIDTH_MAX, "bundle " + number);
            return List.of();
        }
    }

    /**
     * The hashes in the full tile of level 0 with this number, for entries that are no more; empty, and a finding, if
     * gone.
     */
    List<byte[]> leafHashes(long number) throws IOException {
        var bytes = read("tile/0/", number, TilePath.WIDTH_MAX, TilePath.BYTES_MAX);
        if (bytes == null || bytes.length != TilePath.BYTES_MAX) {
            tally.add(AuditCode.TILE_MISSING, number * TilePath.WIDTH_MAX, "tile of level 0 number " + number);
            return List.of();
        }
        var hashes = new ArrayList<byte[]>(TilePath.WIDTH_MAX);
        for (var from = 0; from < bytes.length; from += TreeHasher.HASH_BYTES) {
            hashes.add(Arrays.copyOfRange(bytes, from, from + TreeHasher.HASH_BYTES));
        }
        return hashes;
    }

    /** Compares a tile with what the entries lead to. */
    void compare(int level, long number, byte[] expected) throws IOException {
        var width = expected.length / TreeHasher.HASH_BYTES;
        var name = "tile of level " + level + " number " + number;
        var stored = read("tile/" + level + '/', number, width, TilePath.BYTES_MAX);
        if (stored == null) {
            tally.add(AuditCode.TILE_MISSING, AuditFinding.WHOLE, name);
            return;
        }
        tally.tiles++;
        if (stored.length != expected.length) {
            tally.add(AuditCode.TILE_MALFORMED, AuditFinding.WHOLE, name);
        } else if (!Arrays.equals(stored, expected)) {
            tally.add(AuditCode.TILE_MISMATCH, AuditFinding.WHOLE, name);
        }
    }

    private byte @Nullable [] read(String folder, long number, int width, int bytesMax) throws IOException {
        var path = new TilePath(0, number, width).path().substring("0/".length());
        var file = files.read(folder + path, bytesMax);
        return file.orElse(null);
    }
}
