// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one collector at a time talk to the witnesses, so that several on one database do not submit the same checkpoint
 * each. Should two do so for a moment, nothing is wrong: the second one is told that the witness is ahead. For one
 * context.
 */
final class SubmitterLease {
    private static final long LEASE_SECONDS = 10;
    private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final SqlClient client;
    private final String holder;

    // Mutable state, owned by the context.
    private long askedNanos;
    private @Nullable Future<Boolean> held;

    /** @param holder another one for each collector */
    SubmitterLease(SqlClient client, String holder) {
        this.client = client;
        this.holder = holder;
    }

    /** Whether this collector is the one; fails when the database is away. */
    Future<Boolean> held() {
        var last = held;
        if (last != null && !last.failed() && System.nanoTime() - askedNanos < RENEWAL_NANOS) {
            return last;
        }
        askedNanos = System.nanoTime();
        var asked = client.preparedQuery("insert into witness_client as c (holder, leased_until)"
                        + " values ($1, now() + $2 * interval '1 second') on conflict (only_row) do update"
                        + " set holder = excluded.holder, leased_until = excluded.leased_until"
                        + " where c.holder = excluded.holder or c.leased_until < now()")
                .execute(Tuple.of(holder, (double) LEASE_SECONDS))
                .timeout(LEASE_SECONDS, TimeUnit.SECONDS)
                .map(rows -> rows.rowCount() == 1);
        held = asked;
        return asked;
    }

    /** Gives the lease back, so that another collector need not wait for its end. */
    Future<Void> release() {
        held = null;
        return client.preparedQuery("update witness_client set leased_until = now() where holder = $1")
                .execute(Tuple.of(holder))
                .timeout(LEASE_SECONDS, TimeUnit.SECONDS)
                .mapEmpty();
    }
}
