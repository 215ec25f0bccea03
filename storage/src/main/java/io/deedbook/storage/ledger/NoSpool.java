// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;

/** The spool of a writer that has none. */
enum NoSpool implements Spool {
    INSTANCE;

    @Override
    public Future<Void> recover() {
        return Future.succeededFuture();
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public boolean isHalfFull() {
        return true;
    }

    @Override
    public boolean isNearlyEmpty() {
        return true;
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public boolean holds(int logId) {
        return false;
    }

    @Override
    public boolean contains(AppendRequest request) {
        return false;
    }

    @Override
    public Future<BitSet> append(List<AppendRequest> group) {
        return Future.succeededFuture(new BitSet());
    }

    @Override
    public Future<List<AppendRequest>> next() {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> appended(List<AppendRequest> batch, BitSet rejected) {
        return Future.succeededFuture();
    }

    @Override
    public void onFound(Runnable listener) {
        // nothing is ever found
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
