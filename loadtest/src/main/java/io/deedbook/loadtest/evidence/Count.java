// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts how often each event of a run is in the ledgers. */
final class Count {
    private static final int EVENTS_MAX = 2_000_000_000;

    private final List<Export> exports;
    private final BitSet seen = new BitSet();
    private final BitSet twice = new BitSet();
    // Mutable state
    private long misfiled;

    Count(Journal journal) {
        if (journal.events() > EVENTS_MAX) {
            throw new IllegalArgumentException("Too many events to count: " + journal.events());
        }
        exports = journal.exports();
    }

    /** A record of the tenant happened then. */
    void add(int tenant, long occurredUnixNanos) {
        var export = find(occurredUnixNanos);
        if (export == null) {
            // of another run, or of somebody else
            return;
        }
        if (export.tenant() != tenant) {
            misfiled++;
            return;
        }
        var event = (int) (export.ordinal() + occurredUnixNanos - export.firstUnixNanos());
        if (seen.get(event)) {
            twice.set(event);
        }
        seen.set(event);
    }

    /** How many acknowledged events were not seen yet. */
    long missing() {
        return exports.stream()
                .filter(Export::isAcknowledged)
                .mapToLong(this::missing)
                .sum();
    }

    Verdict verdict() {
        var unasked = exports.stream()
                .filter(export -> !export.isAcknowledged())
                .mapToLong(export -> export.count() - missing(export))
                .sum();
        return new Verdict(missing(), twice.cardinality(), misfiled, seen.cardinality(), unasked, null);
    }

    private long missing(Export export) {
        var first = (int) export.ordinal();
        var missing = 0L;
        for (var event = seen.nextClearBit(first);
                event < first + export.count();
                event = seen.nextClearBit(event + 1)) {
            missing++;
        }
        return missing;
    }

    /** By bisection: exports stand in the order of their times, which don't overlap. */
    private @Nullable Export find(long occurredUnixNanos) {
        var low = 0;
        var high = exports.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var export = exports.get(middle);
            if (occurredUnixNanos < export.firstUnixNanos()) {
                high = middle - 1;
            } else if (occurredUnixNanos >= export.firstUnixNanos() + export.count()) {
                low = middle + 1;
            } else {
                return export;
            }
        }
        return null;
    }
}
