// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;

/**
 * Where the writer puts requests while the database is away, and gets them back from in the same order. Used on the
 * writer's event loop only, on which its futures complete.
 */
public interface Spool extends DrainSource {
    @Override
    default String name() {
        return "spool";
    }

    /** Finds what was left by an earlier process. Called once, before everything else. */
    Future<Void> recover();

    /** Whether it takes requests: there is room, and its disk works. */
    boolean isOpen();

    /** Whether so much waits that no more should without need. */
    boolean isHalfFull();

    /** Whether so little waits that it is in the ledger within a transaction or two. */
    boolean isNearlyEmpty();

    /** Whether requests of a log wait. */
    boolean holds(int logId);

    /** Whether this request waits already, as far as is remembered. */
    boolean contains(AppendRequest request);

    /**
     * Puts requests behind those that wait.
     *
     * @param group none of which waits for a place
     * @return when those that were taken are on disk: their positions in {@code group}; never fails
     */
    Future<BitSet> append(List<AppendRequest> group);

    /** What to call when requests wait that were not put here by {@link #append}. */
    void onFound(Runnable listener);

    /** Takes nothing. */
    static Spool none() {
        return NoSpool.INSTANCE;
    }
}
