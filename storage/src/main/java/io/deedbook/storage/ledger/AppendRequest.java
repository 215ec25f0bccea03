// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;

/**
 * All records of one export request, to be appended together or not at all. Sent to {@link WriterVerticle#ADDRESS},
 * which answers with a {@link Receipt} after COMMIT, or with a {@code Refusal}.
 *
 * @param exportKey 32 bytes that are the same for a resent request and for no other: HMAC-SHA256 under the tenant's key
 *     over signal and decompressed body
 * @param records in order, at least one
 * @param deadlineNanos {@link System#nanoTime()} after which nobody waits for the answer any more
 * @param needsPlace whether the sender waits for a checkpoint that covers the records, so that nothing but the ledger
 *     will do
 */
public record AppendRequest(
        Tenant tenant, byte[] exportKey, List<SealedRecord> records, long deadlineNanos, boolean needsPlace) {
    public AppendRequest {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("records: 0 (expected: >= 1)");
        }
    }

    /** A request whose sender is content with durable records. */
    public AppendRequest(Tenant tenant, byte[] exportKey, List<SealedRecord> records, long deadlineNanos) {
        this(tenant, exportKey, records, deadlineNanos, false);
    }

    /** The same with another deadline. */
    AppendRequest until(long otherDeadlineNanos) {
        return new AppendRequest(tenant, exportKey, records, otherDeadlineNanos, needsPlace);
    }

    /** The same with other records. */
    AppendRequest with(List<SealedRecord> others) {
        return new AppendRequest(tenant, exportKey, others, deadlineNanos, needsPlace);
    }
}
