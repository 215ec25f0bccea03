// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.vertx.core.Future;

/**
 * Where the intake hands records over to be kept. Whoever stands behind it answers when they are durable: in the
 * ledger, or outside of it on their way there. Used from any event loop.
 */
@FunctionalInterface
public interface HandOff {
    /**
     * Keeps the records of a request.
     *
     * @param timeoutMillis after which the future fails
     * @return when the records are durable; with {@link Receipt#isPlaced} always where the request needs a place. Fails
     *     with a {@code Refusal}, after which the same request may be sent again: it is never kept twice
     */
    Future<Receipt> append(AppendRequest request, long timeoutMillis);
}
