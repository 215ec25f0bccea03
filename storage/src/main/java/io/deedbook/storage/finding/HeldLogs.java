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
 * the other, which may take longer than a lease: all of them are kept meanwhile, or others would take those that wait
 * for their turn and do the same work. Used on the evaluator's context.
 */
final class HeldLogs {
    private final FindingCursors cursors;
    private final long renewalNanos;

    // Mutable state, owned by the context.
    private final Map<Integer, Position> positions;
    private long renewedNanos = System.nanoTime();

    /**
     * @param positions of the logs, each with half of its lease left or more
     * @param lease of which a quarter may go by before it is renewed
     */
    HeldLogs(FindingCursors cursors, Map<Integer, Position> positions, Duration lease) {
        this.cursors = cursors;
        this.positions = new HashMap<>(positions);
        renewalNanos = lease.toNanos() / 4;
    }

    /** Where a log stands, or null when another collector holds it. */
    @Nullable
    Position position(int logId) {
        return positions.get(logId);
    }

    /** Keeps all of them while one is rebuilt; fails when that one is another's by now. */
    Future<Void> keep(int logId) {
        var now = System.nanoTime();
        if (now - renewedNanos < renewalNanos) {
            return Future.succeededFuture();
        }
        return cursors.acquire(positions.keySet()).compose(held -> {
            renewedNanos = now;
            positions.clear();
            positions.putAll(held);
            return held.containsKey(logId) ? Future.succeededFuture() : Future.failedFuture(new LeaseLostException());
        });
    }
}
