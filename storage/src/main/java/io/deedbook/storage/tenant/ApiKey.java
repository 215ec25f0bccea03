// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as the database knows it: everything but the key.
 *
 * @param id public, safe to log
 * @param team null for the whole tenant
 * @param name what people call it, maybe empty
 * @param revokedAt null while it is valid
 */
public record ApiKey(
        String id,
        Tenant tenant,
        @Nullable String team,
        String name,
        Set<Scope> scopes,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime revokedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }
}
