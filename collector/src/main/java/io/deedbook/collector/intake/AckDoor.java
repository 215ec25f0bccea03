// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;

/** Where requests wait whose senders want to hear of more than the commit. */
@FunctionalInterface
public interface AckDoor {
    /**
     * Waits until a checkpoint of {@code level} covers the first {@code size} records of the tenant's log.
     *
     * @param deadlineNanos {@link System#nanoTime()} until when to wait
     * @return fails with a {@code Refusal} when that does not happen in time
     */
    Future<Void> covered(Tenant tenant, AckLevel level, long size, long deadlineNanos);
}
