// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a credential stands for. Tenant and team come from here and from nowhere else.
 *
 * @param keyId the public id of the key, safe to log
 * @param team the team of the key, or null for the whole tenant
 */
public record Principal(Tenant tenant, @Nullable String team, String keyId, Set<Scope> scopes) {
    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
