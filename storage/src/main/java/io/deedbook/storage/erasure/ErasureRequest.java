// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Part;
import java.util.Set;

/**
 * Whom to erase, and what of the person's records.
 *
 * @param subject an e-mail address, or an account's or user's id
 * @param reason such as {@code art17}
 * @param parts that go from the person's own records
 * @param mentions whether records of others go too, as far as they mention the person
 * @param requestedBy the id of a key, or {@code operator}
 */
public record ErasureRequest(
        Tenant tenant, String subject, String reason, Set<Part> parts, boolean mentions, String requestedBy) {
    public ErasureRequest {
        parts = Set.copyOf(parts);
        reason = Reason.checked(reason);
    }

    /** The same for another reason, cut where it is too long. */
    ErasureRequest withReason(String other) {
        return new ErasureRequest(tenant, subject, Reason.cut(other), parts, mentions, requestedBy);
    }

    @Override
    public String toString() {
        return "ErasureRequest[tenant=" + tenant.name() + "]";
    }
}
