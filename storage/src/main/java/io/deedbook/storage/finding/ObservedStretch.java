// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Observed;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a log that follow each other, some of which memory has. The others, which are the holes, are read; several
 * collectors that append to a log leave one after each request. Not thread-safe.
 */
final class ObservedStretch {
    private final int logId;

    // Mutable state
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Piece> holes = new ArrayList<>();
    private int missing;
    private int filling;

    /** Records that are all in memory, or all to be read; complete where {@code records} reach to {@code to}. */
    record Piece(long from, long to, List<Observed> records) {
        private boolean isNext(Observed record) {
            return record.index()
                    >= (records.isEmpty()
                            ? from
                            : records.get(records.size() - 1).index() + 1);
        }

        private boolean isWhole() {
            return records.size() == to - from;
        }
    }

    private ObservedStretch(int logId) {
        this.logId = logId;
    }

    /**
     * Those from one index on, none from another on; fewer where more than {@code missingMax} of them would have to be
     * read.
     */
    static ObservedStretch of(RecentRecords recent, int logId, long from, long to, int missingMax) {
        var stretch = new ObservedStretch(logId);
        var next = from;
        while (next < to && stretch.missing < missingMax) {
            var held = recent.range(logId, next, to);
            var end = held.isEmpty()
                    ? recent.nextFrom(logId, next, Math.min(to, next + missingMax - stretch.missing))
                    : next + held.size();
            stretch.add(new Piece(next, end, held.isEmpty() ? new ArrayList<>() : held));
            next = end;
        }
        return stretch;
    }

    private void add(Piece piece) {
        pieces.add(piece);
        if (piece.records().isEmpty()) {
            holes.add(piece);
            missing += (int) (piece.to() - piece.from());
        }
    }

    int logId() {
        return logId;
    }

    /** What is to be read, in the order of the log. */
    List<Piece> holes() {
        return holes;
    }

    /** How many records are to be read. */
    int missing() {
        return missing;
    }

    /** Takes the next one that was read, in the order of the log; one that it has already is not taken again. */
    void fill(Observed record) {
        while (filling < holes.size() && record.index() >= holes.get(filling).to()) {
            filling++;
        }
        if (filling < holes.size() && holes.get(filling).isNext(record)) {
            holes.get(filling).records().add(record);
        }
    }

    /** The records, up to the first hole that was not filled. */
    List<Observed> records() {
        var all = new ArrayList<Observed>();
        for (var piece : pieces) {
            all.addAll(piece.records());
            if (!piece.isWhole()) {
                break;
            }
        }
        return all;
    }
}
