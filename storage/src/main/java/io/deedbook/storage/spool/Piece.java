// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

/** What is found at an offset of a segment. */
sealed interface Piece {
    /** Where it begins. */
    long offset();

    /** Where the next one begins. */
    long end();

    /** A whole frame. */
    record Whole(long offset, byte[] entry) implements Piece {
        @Override
        public long end() {
            return offset + SegmentFormat.FRAME_HEAD_BYTES + entry.length;
        }
    }

    /** Bytes that were a frame, or several, up to the next that is whole or the end. */
    record Damaged(long offset, long end) implements Piece {}

    /** A frame that was not written to its end, behind which nothing comes: nobody was told that it is there. */
    record Torn(long offset, long end) implements Piece {}
}
