// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.sign.KeyDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the log of a tenant: a key of its own, an opaque public id, an empty tree. Thread-safe. */
public final class LogRegistry {
    private static final int PUBLIC_ID_BYTES = 8;

    private final Vertx vertx;
    private final KeyDirectory keys;
    private final String host;
    private final SecureRandom random;

    /** @param host with which origins begin, such as {@code audit.example.com}: no scheme, no spaces, no {@code +} */
    public LogRegistry(Vertx vertx, KeyDirectory keys, String host, SecureRandom random) {
        this.vertx = vertx;
        this.keys = keys;
        this.host = host;
        this.random = random;
    }

    /**
     * Makes the tenant's log unless it has one. Best called in the transaction that makes the tenant; should that roll back,
     * an unused key file stays behind, which harms nothing.
     */
    public Future<Void> ensureLog(SqlClient client, int tenantId) {
        return client.preparedQuery("select 1 from log where id = $1")
                .execute(Tuple.of(tenantId))
                .compose(rows -> rows.size() > 0 ? Future.succeededFuture() : create(client, tenantId));
    }

    private Future<Void> create(SqlClient client, int tenantId) {
        var bytes = new byte[PUBLIC_ID_BYTES];
        random.nextBytes(bytes);
        var publicId = HexFormat.of().formatHex(bytes);
        var origin = host + "/ledger/" + publicId;
        return vertx.executeBlocking(() -> keys.create(publicId, origin))
                .compose(vkey -> client.preparedQuery("insert into log (id, public_id, origin, vkey)"
                                + " values ($1, $2, $3, $4) on conflict (id) do nothing")
                        .execute(Tuple.of(tenantId, publicId, origin, vkey.toString())))
                .compose(inserted -> client.preparedQuery("insert into log_head (log_id, size, frontier)"
                                + " values ($1, 0, ''::bytea) on conflict (log_id) do nothing")
                        .execute(Tuple.of(tenantId)))
                .mapEmpty();
    }
}
