// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.sign.KeyEntry;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Makes the log of a tenant: a key of its own, an opaque public id, a tree whose first entry says both. Thread-safe.
 */
public final class LogRegistry {
    private static final int PUBLIC_ID_BYTES = 8;

    private final Vertx vertx;
    private final LogKeys keys;
    private final String host;
    private final SecureRandom random;

    /** @param host with which origins begin, such as {@code audit.example.com}: no scheme, no spaces, no {@code +} */
    public LogRegistry(Vertx vertx, LogKeys keys, String host, SecureRandom random) {
        this.vertx = vertx;
        this.keys = keys;
        this.host = host;
        this.random = random;
    }

    /**
     * Makes the tenant's log unless it has one. Best called in the transaction that makes the tenant; should that roll
     * back, an unused key file stays behind, which harms nothing.
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
        return vertx.executeBlocking(() -> keys.create(new Checkpoint(origin, 0, TreeHasher.emptyRoot())))
                .compose(vkey -> client.preparedQuery("insert into log (id, public_id, origin, vkey)"
                                + " values ($1, $2, $3, $4) on conflict (id) do nothing")
                        .execute(Tuple.of(tenantId, publicId, origin, vkey.toString()))
                        .compose(inserted ->
                                inserted.rowCount() == 0 ? Future.succeededFuture() : begin(client, tenantId, vkey)));
    }

    private Future<Void> begin(SqlClient client, int tenantId, Vkey vkey) {
        return client.preparedQuery("insert into log_head (log_id, size, frontier) values ($1, 0, ''::bytea)")
                .execute(Tuple.of(tenantId))
                .compose(inserted ->
                        LogKeyTable.insert(client, tenantId, new LogKey(1, 1, vkey, 0, OptionalLong.empty())))
                .compose(inserted -> OwnEntries.appendWithin(client, tenantId, List.of(genesis(vkey))));
    }

    /** The version that the build wrote into the manifest. */
    static String version() {
        var version = LogRegistry.class.getPackage().getImplementationVersion();
        return version == null ? "deedbook" : "deedbook " + version;
    }

    private SealedRecord genesis(Vkey vkey) {
        var content = Map.of(
                KeyEntry.VKEY,
                vkey.toString(),
                KeyEntry.ORIGIN,
                vkey.name(),
                KeyEntry.EPOCH,
                "1",
                KeyEntry.SOFTWARE,
                version());
        return new Sealer()
                .seal(KeyEntry.draft(
                        KeyEntry.GENESIS, content, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())));
    }
}
