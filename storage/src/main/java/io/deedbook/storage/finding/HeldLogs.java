// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.storage.finding.FindingCursors.Position;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a group that this collector holds, and where they stand. What is in memory of them is rebuilt one after
 * the other, and so are records read that are not in memory, which may take longer than a lease: all of them are kept
 * meanwhile, or others would take those that wait for their turn and do the same work. A lease is renewed when half of it
 * has gone by; the other half is longer than the reader's statements may take. A log that failed is kept no longer, so
 * that another collector, which may be able to do it, need not wait for the end of the round. Used on the evaluator's
 * context.
 */
final class HeldLogs {
    private final FindingCursors cursors;
    private final Duration lease;

    // Mutable state, owned by the context.
    private final Map<Integer, Position> positions;
    private final Set<Integer> failed = new HashSet<>();
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

    /** No longer keeps a log that failed. */
    void failed(int logId) {
        if (positions.remove(logId) != null) {
            failed.add(logId);
        }
    }

    /** Lets others have the logs that failed; never fails, since a lease that can't be given back runs out. */
    Future<Void> letGoOfFailed() {
        if (failed.isEmpty()) {
            return Future.succeededFuture();
        }
        var letGo = List.copyOf(failed);
        failed.clear();
        return cursors.release(letGo).otherwiseEmpty();
    }

    private Future<Void> stillHeld(int logId) {
        return positions.containsKey(logId) ? Future.succeededFuture() : Future.failedFuture(new LeaseLostException());
    }
}
