// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;

/** Whether what was committed stays: appends commit before their log is on disk, so whoever says so has to ask. */
public interface Durability {
    /** Where every commit waits by itself. */
    Durability AT_COMMIT = millisMax -> Future.succeededFuture();

    /**
     * Waits until everything that was committed before, by whomever, is where the server's {@code synchronous_commit} has it:
     * on its disk, and on that of a synchronous standby where there is one.
     *
     * @param millisMax after which it fails
     * @return on the caller's context; fails when nobody knows
     */
    Future<Void> reached(long millisMax);
}
