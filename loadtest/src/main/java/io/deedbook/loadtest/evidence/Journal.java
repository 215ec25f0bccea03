// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Everything that was put on the way in a run, in the order of its times. Owned by the event loop while the load runs.
 */
public final class Journal {
    private final List<Export> exports = new ArrayList<>();
    // Mutable state
    private long nextUnixNanos;
    private long events;

    /** Takes the next {@code count} events, with times that no other event has. */
    public Export take(int tenant, String session, int firstSequence, int count) {
        var first = Math.max(now(), nextUnixNanos);
        var export = new Export(tenant, session, firstSequence, count, events, first);
        nextUnixNanos = first + count;
        events += count;
        exports.add(export);
        return export;
    }

    /** How many events were taken. */
    public long events() {
        return events;
    }

    /** In the order of their times. */
    List<Export> exports() {
        return exports;
    }

    private static long now() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
