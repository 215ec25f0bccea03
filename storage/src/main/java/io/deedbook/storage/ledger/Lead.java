// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.ledger.AppendPlan.SeenKey;
import io.deedbook.storage.tlog.Frontier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a transaction says to the one that follows it while it commits: first what it leaves behind, then whether that
 * came to be. Each is said once, and what is said first holds. Thread-safe.
 */
final class Lead {
    /** Above the time limit of any transaction, which ends what it leads. */
    private static final long WAIT_MILLIS_MAX = 10_000;

    private final CompletableFuture<Optional<Left>> left = new CompletableFuture<>();
    private final CompletableFuture<Boolean> committed = new CompletableFuture<>();

    /**
     * Heads and receipts as they are if the transaction is committed.
     *
     * @param heads those that grew, by log
     * @param receipts of the requests that it stored
     */
    record Left(Map<Integer, Frontier> heads, Map<SeenKey, Receipt> receipts) {}

    /** All but COMMIT is done. */
    void stored(AppendPlan plan) {
        left.complete(Optional.of(new Left(plan.grown(), plan.receipts())));
    }

    void committed() {
        committed.complete(true);
    }

    /** Nothing more comes: what was not committed until now counts as failed, though nobody may know. */
    void end() {
        committed.complete(false);
        left.complete(Optional.empty());
    }

    /** What is left behind, told before COMMIT; empty when there is nothing to follow. */
    CompletionStage<Optional<Left>> left() {
        return left.minimalCompletionStage();
    }

    /** What is left behind, when that was said. */
    Left leftNow() {
        return left.getNow(Optional.empty()).orElseThrow(() -> new IllegalStateException("nothing to follow"));
    }

    /** Waits until it is known whether it was committed; false when nobody knows in time. Blocks. */
    boolean awaitCommit() {
        try {
            return committed.get(WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
