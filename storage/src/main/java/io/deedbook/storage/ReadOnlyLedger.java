// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.storage.postgres.DatabaseUnusableException;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.EmbeddedDatabase;
import io.deedbook.storage.postgres.Fault;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.sign.KeyDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers as their verifier opens them: nothing is made, migrated, signed or changed, neither in the database nor
 * among the keys, so that what is checked is what was there. A database user that may only read will do. Thread-safe.
 */
public final class ReadOnlyLedger {
    private static final int LIST_MAX = 10_000;
    private static final String UNDEFINED_TABLE = "42P01";

    private final Vertx vertx;
    private final @Nullable EmbeddedDatabase embedded;
    private final Pool pool;
    private final KeyDirectory logKeys;

    private ReadOnlyLedger(Vertx vertx, StorageOptions options, DatabaseUrl url, @Nullable EmbeddedDatabase embedded) {
        this.vertx = vertx;
        this.embedded = embedded;
        pool = Pools.readOnly(vertx, url);
        logKeys = new KeyDirectory(
                options.dataDir().resolve("keys"), options.keyPassphrase().toCharArray(), new SecureRandom());
    }

    /**
     * Opens what is there.
     *
     * @return fails with a {@code DatabaseUnusableException}, meant for a person, when there is nothing
     */
    public static Future<ReadOnlyLedger> open(Vertx vertx, StorageOptions options) {
        return vertx.executeBlocking(() -> {
            if (!options.databaseUrl().isEmpty()) {
                return new ReadOnlyLedger(vertx, options, DatabaseUrl.parse(options.databaseUrl()), null);
            }
            var embedded = EmbeddedDatabase.startExisting(options.dataDir());
            return new ReadOnlyLedger(vertx, options, embedded.url(), embedded);
        });
    }

    /** For the verifier; its transactions are read-only. */
    public Pool pool() {
        return pool;
    }

    /** The keys that sign the logs, where they are. */
    public KeyDirectory logKeys() {
        return logKeys;
    }

    /** All tenants by name. */
    public Future<List<String>> tenantNames() {
        return pool.query("select name from tenant order by name limit " + LIST_MAX)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .recover(failure -> Future.failedFuture(
                        failure instanceof PgException missing && UNDEFINED_TABLE.equals(missing.getSqlState())
                                ? new DatabaseUnusableException("The database holds no ledger.")
                                : Fault.refusal(failure)));
    }

    /** Closes the connections, and stops the included PostgreSQL where it was started for this. */
    public Future<Void> close() {
        return pool.close()
                .transform(closed -> vertx.executeBlocking(() -> {
                    if (embedded != null) {
                        embedded.close();
                    }
                    return null;
                }));
    }
}
