// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * How far a group is, for the one behind it. When only its COMMIT is left, the next may wait at the thread; when it is
 * committed, that one may begin; when all its requests are answered, the time of that one counts. Thread-safe.
 */
final class Lead {
    /** In front of a group that waits for no other. */
    static final Lead NOBODY = unheard();

    static {
        NOBODY.committed();
        NOBODY.end();
    }

    private final Runnable listener;
    private final Promise<Void> ended = Promise.promise();

    // Mutable state, set by the appending thread.
    private volatile long begunNanos = System.nanoTime();
    private volatile long nanos;
    private volatile long waitedNanos;
    private volatile boolean stored;
    private volatile boolean committed;

    /** @param listener told, on the appending thread, when all but COMMIT is done; quick, and must not fail */
    Lead(Runnable listener) {
        this.listener = listener;
    }

    /** Of a group that no other waits behind. */
    static Lead unheard() {
        return new Lead(() -> {});
    }

    /** Its transaction begins. */
    void begin() {
        begunNanos = System.nanoTime();
    }

    /** It has the heads of its logs, and had to wait for them. */
    void locked(long nanos) {
        waitedNanos = nanos;
    }

    /** All but COMMIT is done. */
    void stored() {
        stored = true;
        listener.run();
    }

    /** COMMIT has succeeded. */
    void committed() {
        nanos = System.nanoTime() - begunNanos;
        committed = true;
    }

    /** All its requests are answered, whatever came of them. On the writer's event loop. */
    void end() {
        ended.complete();
    }

    /** From the beginning of its transaction to the end of its COMMIT, once that has succeeded. */
    long nanos() {
        return nanos;
    }

    /** How long it waited for the heads of its logs, 0 where it did not come to that. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** Whether all but COMMIT is done, or was before that failed. */
    boolean isStored() {
        return stored;
    }

    /** That what is behind may begin: records go into the ledger in the order in which they came. */
    void checkCommitted() {
        if (!committed) {
            throw new NotBegunException();
        }
    }

    /** Completes with {@link #end}. */
    Future<Void> ended() {
        return ended.future();
    }
}
