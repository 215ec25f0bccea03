// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import java.nio.file.Path;
import java.util.HexFormat;

/** What is known of a segment. Owned by the spool's thread. */
final class Segment {
    private final Path file;
    private final byte[] place;

    // Mutable state, owned by the spool's thread.
    /** Up to where frames may be read. */
    long size;
    /** From where frames are to be read. */
    long readOffset;
    /** How many whole frames are known to be behind {@link #readOffset}. */
    int unread;

    Segment(Path file, byte[] place, long size, long readOffset) {
        this.file = file;
        this.place = place;
        this.size = size;
        this.readOffset = readOffset;
    }

    Path file() {
        return file;
    }

    byte[] place() {
        return place;
    }

    boolean isRead() {
        return readOffset >= size;
    }

    /** Where it is written up to where the segment is in the ledger. */
    Path markFile() {
        return file.resolveSibling(file.getFileName() + ".drained");
    }

    /** Where something of it is set aside. */
    Path asideFile(long offset, String why) {
        return file.resolveSibling(HexFormat.of().formatHex(place, 0, 8) + '-' + offset + '.' + why);
    }
}
