// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The tenants of this database. Each has a log from its first moment. Thread-safe; futures fail with a {@code Refusal}
 * when the database is away.
 */
public final class Tenants {
    /** The tenant that a fresh database gets. */
    public static final String DEFAULT_NAME = "default";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int LIST_MAX = 10_000;
    // an arbitrary number that nothing else in the database uses
    private static final long ADVISORY_LOCK = 0x6465_6564_7465_6eL;

    private final Pool admin;
    private final LogRegistry logs;

    public Tenants(Pool admin, LogRegistry logs) {
        this.admin = admin;
        this.logs = logs;
    }

    /**
     * Makes a tenant and its log.
     *
     * @param name 1 to 63 of lower-case letters, digits, dot, hyphen, underscore; a letter or digit first
     * @return the tenant; fails with an {@link IllegalArgumentException}, meant for a person, when the name does not do
     *     or is taken
     */
    public Future<Tenant> create(String name) {
        if (!NAME.matcher(name).matches()) {
            return Future.failedFuture(
                    new IllegalArgumentException("A tenant's name has 1 to 63 lower-case letters, digits,"
                            + " dots, hyphens and underscores, and starts with a letter or digit."));
        }
        return expectable(admin.withTransaction(connection -> insert(connection, name)));
    }

    /** Makes the tenant {@value #DEFAULT_NAME} when there is none at all. */
    public Future<Void> createDefault() {
        return expectable(admin.withTransaction(connection -> connection
                .query("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")")
                .execute()
                .compose(locked ->
                        connection.query("select 1 from tenant limit 1").execute())
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : insert(connection, DEFAULT_NAME).<Void>mapEmpty())));
    }

    /** The tenant of this name. */
    public Future<Optional<Tenant>> find(String name) {
        return Fault.refused(admin.preparedQuery("select id, name from tenant where name = $1")
                .execute(Tuple.of(name))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Tenants::tenant)
                        .findFirst()));
    }

    /** All tenants by name. */
    public Future<List<Tenant>> list() {
        return Fault.refused(admin.preparedQuery("select id, name from tenant order by name limit " + LIST_MAX)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Tenants::tenant)
                        .toList()));
    }

    private Future<Tenant> insert(SqlConnection connection, String name) {
        return connection
                .preparedQuery("insert into tenant (name) values ($1) returning id, name")
                .execute(Tuple.of(name))
                .map(rows -> tenant(rows.iterator().next()))
                .compose(tenant -> logs.ensureLog(connection, tenant.id()).map(tenant));
    }

    private static <T> Future<T> expectable(Future<T> call) {
        return call.recover(failure -> {
            if (failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())) {
                return Future.failedFuture(new IllegalArgumentException("There is a tenant of this name already."));
            }
            return Future.failedFuture(Fault.refusal(failure));
        });
    }

    private static Tenant tenant(Row row) {
        return new Tenant(row.getInteger("id"), row.getString("name"));
    }
}
