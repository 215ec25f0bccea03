// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.ledger.AppendRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that were read together, where each was, and up to where what files are done with when they are in the
 * ledger.
 */
final class Batch {
    private final List<AppendRequest> requests = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final Map<Segment, Long> ends = new LinkedHashMap<>();

    // Mutable state, owned by the spool's thread.
    private int recordCount;
    private long bytes;

    /** Where a request was. */
    record Origin(Segment segment, Piece.Whole piece) {}

    void add(AppendRequest request, Segment segment, Piece.Whole piece) {
        requests.add(request);
        origins.add(new Origin(segment, piece));
        recordCount += request.records().size();
        bytes += piece.entry().length;
    }

    void reached(Segment segment, long end) {
        ends.put(segment, end);
    }

    void alsoReached(Batch later) {
        ends.putAll(later.ends);
    }

    boolean isFull(int recordsMax, long bytesMax) {
        return recordCount >= recordsMax || bytes >= bytesMax;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    List<AppendRequest> requests() {
        return requests;
    }

    Origin origin(int position) {
        return origins.get(position);
    }

    /** The files it goes through, in order, and up to where. */
    Map<Segment, Long> ends() {
        return ends;
    }
}
