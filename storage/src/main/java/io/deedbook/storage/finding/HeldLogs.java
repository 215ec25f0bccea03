// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.storage.finding.FindingCursors.Position;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a group that this collector holds, and where they stand. What is in memory of them is rebuilt one after
 * the other, and so are records read that are not in memory, which may take longer than a lease: all of them are kept
 * meanwhile, or others would take those that wait for their turn and do the same work. A lease is renewed when half of it
 * has gone by; the other half is longer than the reader's statements may take. Used on the evaluator's context.
 */
final class HeldLogs {
    private final FindingCursors cursors;
    private final Duration lease;

    // Mutable state, owned by the context.
    private final Map<Integer, Position> positions;
    private long leasedNanos;

    /**
     * @param leasedNanos since when they are leased, each of them at least
     */
    HeldLogs(FindingCursors cursors, Map<Integer, Position> positions, Duration lease, long leasedNanos) {
        this.cursors = cursors;
        this.positions = new HashMap<>(positions);
        this.lease = lease;
        this.leasedNanos = leasedNanos;
    }

    /** Whether a lease of then need not be renewed now. */
    static boolean isYoung(long leasedNanos, long nowNanos, Duration lease) {
        return nowNanos - leasedNanos < lease.toNanos() / 2;
    }

    /** Where a log stands, or null when another collector holds it. */
    @Nullable
    Position position(int logId) {
        return positions.get(logId);
    }

    /** Keeps all of them while something is done with one; fails when that one is another's by now. */
    Future<Void> keep(int logId) {
        var now = System.nanoTime();
        if (isYoung(leasedNanos, now, lease)) {
            return stillHeld(logId);
        }
        return cursors.acquire(positions.keySet()).compose(held -> {
            leasedNanos = now;
            positions.clear();
            positions.putAll(held);
            return stillHeld(logId);
        });
    }

    private Future<Void> stillHeld(int logId) {
        return positions.containsKey(logId) ? Future.succeededFuture() : Future.failedFuture(new LeaseLostException());
    }
}
