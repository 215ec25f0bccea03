// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.EmbeddedDatabase;
import io.deedbook.storage.postgres.Migrations;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.tenant.TenantSecrets;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A database that is ready for connections: reachable, durable, its schema up to date, its roles made. All methods
 * block.
 *
 * @param embedded the included server, when it is this one
 */
record Database(
        DatabaseUrl url,
        Roles roles,
        TenantSecrets secrets,
        @Nullable EmbeddedDatabase embedded) implements AutoCloseable {

    static Database open(StorageOptions options) throws IOException {
        var secrets = TenantSecrets.open(options.dataDir().resolve("keys").resolve("master.key"));
        if (!options.databaseUrl().isEmpty()) {
            return prepared(DatabaseUrl.parse(options.databaseUrl()), secrets, null);
        }
        var embedded = EmbeddedDatabase.start(options.dataDir());
        try {
            return prepared(embedded.url(), secrets, embedded);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    private static Database prepared(DatabaseUrl url, TenantSecrets secrets, @Nullable EmbeddedDatabase embedded) {
        Migrations.apply(url);
        return new Database(url, Roles.establish(url), secrets, embedded);
    }

    /** The tokens that stand for a tenant's people in its records. */
    SubjectTokens subjectTokens(Tenant tenant) {
        return new SubjectTokens(secrets.tokenKey(tenant));
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
