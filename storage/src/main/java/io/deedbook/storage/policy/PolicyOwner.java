// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.policy;

import io.deedbook.pipeline.policy.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Whose policy it is.
 *
 * @param team one of the tenant's, or null for the tenant itself
 */
public record PolicyOwner(Tenant tenant, @Nullable String team) {
    /** The column's spelling. */
    String teamColumn() {
        return team == null ? "" : team;
    }

    /** Whom the policy is taken from where this owner has none. */
    public PolicyOwner fallback() {
        return new PolicyOwner(tenant, null);
    }
}
