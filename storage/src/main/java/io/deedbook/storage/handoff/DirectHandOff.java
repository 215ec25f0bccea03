// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.pipeline.bus.Bus;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.vertx.core.Future;

/** Hands records over to the writer of this process. */
public final class DirectHandOff implements HandOff {
    private final Bus bus;

    public DirectHandOff(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Receipt> append(AppendRequest request, long timeoutMillis) {
        return bus.ask(WriterVerticle.ADDRESS, request, timeoutMillis);
    }
}
