// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** The teams of a tenant: names that keys, and through them records, belong to. Thread-safe. */
public final class Teams {
    private static final int NAME_CHARS_MAX = 128;
    private static final int LIST_MAX = 10_000;

    private final Pool admin;

    public Teams(Pool admin) {
        this.admin = admin;
    }

    /**
     * Makes a team, unless the tenant has it already.
     *
     * @return fails with an {@link IllegalArgumentException}, meant for a person, when the name does not do
     */
    public Future<Void> create(Tenant tenant, String name) {
        if (name.isBlank()
                || name.length() > NAME_CHARS_MAX
                || name.codePoints().anyMatch(Character::isISOControl)) {
            return Future.failedFuture(new IllegalArgumentException(
                    "A team's name has 1 to " + NAME_CHARS_MAX + " characters and no control characters."));
        }
        return Fault.refused(
                admin.preparedQuery("insert into team (tenant_id, name) values ($1, $2) on conflict do nothing")
                        .execute(Tuple.of(tenant.id(), name))
                        .mapEmpty());
    }

    /** The tenant's teams by name. */
    public Future<List<String>> list(Tenant tenant) {
        return Fault.refused(
                admin.preparedQuery("select name from team where tenant_id = $1 order by name limit " + LIST_MAX)
                        .execute(Tuple.of(tenant.id()))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString(0))
                                .toList()));
    }
}
