// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.postgres.Fault;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database is away: then it is tried now and then instead of with each request, so that nobody waits for
 * what is known. Owned by the writer's event loop.
 */
final class Outage {
    /** Between two tries. */
    static final long RETRY_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final LongSupplier nanoClock;
    private final String meanwhile;

    // Mutable state, owned by the writer's event loop.
    private boolean away;
    private long retryNanos;

    /** Of a database whose records go to the spool meanwhile. */
    Outage(LongSupplier nanoClock) {
        this(nanoClock, "Records go to the spool until it is back.");
    }

    /** @param meanwhile what becomes of records, for the log */
    Outage(LongSupplier nanoClock, String meanwhile) {
        this.nanoClock = nanoClock;
        this.meanwhile = meanwhile;
    }

    /** Whether it makes sense to ask the database. */
    boolean mayTry() {
        return !away || nanoClock.getAsLong() - retryNanos >= 0;
    }

    boolean isAway() {
        return away;
    }

    /**
     * A call failed because of the database.
     *
     * @param spooling whether records are kept meanwhile
     */
    void failed(Throwable failure, boolean spooling) {
        retryNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        if (!away) {
            away = true;
            log.warn(
                    "The database is away. {} cause={}",
                    spooling ? meanwhile : "Requests are refused until it is back.",
                    Fault.describe(failure));
        }
    }

    /** A call succeeded, in good time. */
    void succeeded() {
        if (away) {
            away = false;
            log.info("The database is back. Records are being stored again.");
        }
    }
}
