// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The erasures that were asked for, and how far they are. */
final class ErasureTable {
    /** One that says nothing for so long has nobody who does it. */
    private static final int SILENT_SECONDS = 120;

    private ErasureTable() {}

    static Future<Void> insert(SqlClient client, UUID id, ErasureRequest request, String subject, long logSize) {
        return client.preparedQuery(
                        "insert into erasure (id, tenant_id, subject, reason, requested_by, state, log_size)"
                                + " values ($1, $2, $3, $4, $5, 'running', $6)")
                .execute(Tuple.of(id, request.tenant().id(), subject, request.reason(), request.requestedBy(), logSize))
                .mapEmpty();
    }

    static Future<Void> searched(SqlClient client, UUID id, long searched, int held, Collection<String> heldBy) {
        return client.preparedQuery("update erasure set searched = $2, held = held + $3,"
                        + " held_by = array(select distinct unnest(held_by || $4::text[]) order by 1),"
                        + " updated_at = now() where id = $1")
                .execute(Tuple.of(id, searched, held, heldBy.toArray(String[]::new)))
                .mapEmpty();
    }

    static Future<Void> erased(SqlClient client, UUID id, int count) {
        return client.preparedQuery("update erasure set erased = erased + $2, updated_at = now() where id = $1")
                .execute(Tuple.of(id, count))
                .mapEmpty();
    }

    static Future<Void> end(SqlClient client, UUID id, String state) {
        return client.preparedQuery("update erasure set state = $2, updated_at = now() where id = $1")
                .execute(Tuple.of(id, state))
                .mapEmpty();
    }

    static Future<Optional<ErasureProgress>> find(SqlClient client, Tenant tenant, UUID id) {
        return client.preparedQuery(
                        "select state, updated_at < now() - $3 * interval '1 s', subject, searched, log_size,"
                                + " erased, held, held_by from erasure where tenant_id = $1 and id = $2")
                .execute(Tuple.of(tenant.id(), id, (double) SILENT_SECONDS))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.<ErasureProgress>empty();
                    }
                    var row = rows.iterator().next();
                    var silent = row.getString(0).equals(ErasureProgress.RUNNING) && row.getBoolean(1);
                    return Optional.of(new ErasureProgress(
                            EntryIds.hex(id),
                            silent ? ErasureProgress.INTERRUPTED : row.getString(0),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            List.of(row.getArrayOfStrings(7))));
                });
    }
}
