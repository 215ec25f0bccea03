// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the ledger what waits in a source that outlives processes, beside the writer and in the same way. Deployed
 * on an event loop.
 */
public final class DrainVerticle extends VerticleBase {
    /** A transaction that takes no longer shows that the database is back. */
    private static final long GOOD_MILLIS = 1_500;

    private static final long STOP_MILLIS_MAX = 9_000;

    private final DrainSource source;
    private final GroupWriter writer;

    // Mutable state, owned by the verticle's event loop.
    private @Nullable SpoolDrain drain;

    /**
     * @param ledger of a connection that nobody else waits for
     * @param source which is closed with the verticle
     */
    public DrainVerticle(PostgresLedger ledger, WriterMetrics metrics, DrainSource source) {
        this.source = source;
        writer = new GroupWriter(ledger, metrics);
    }

    @Override
    public Future<?> start() {
        var outage = new Outage(System::nanoTime, "Records wait in the " + source.name() + " until it is back.");
        drain = new SpoolDrain(vertx, source, writer, outage, GOOD_MILLIS);
        drain.start();
        return Future.succeededFuture();
    }

    /** Ends after the transaction in flight; what waits stays where it is. */
    @Override
    public Future<?> stop() {
        var stopped = drain == null ? Future.<Void>succeededFuture() : drain.stop();
        return stopped.timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).transform(done -> source.close());
    }
}
