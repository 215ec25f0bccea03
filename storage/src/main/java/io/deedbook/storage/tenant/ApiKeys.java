// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes, lists and revokes keys. The database holds SHA-256 hashes only. Thread-safe; futures fail with a
 * {@code Refusal} when the database is away, and with an {@link IllegalArgumentException}, meant for a person, when a
 * value does not do.
 */
public final class ApiKeys {
    private static final String COLUMNS =
            "k.id, k.tenant_id, t.name as tenant_name, k.team, k.name, k.scopes, k.created_at, k.revoked_at";
    private static final int NAME_CHARS_MAX = 128;
    private static final int VALUE_CHARS_MIN = 8;
    private static final int LIST_MAX = 10_000;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Pool admin;
    private final Runnable onChange;

    /** @param onChange called after a key was made or revoked, so that memories of keys are dropped */
    public ApiKeys(Pool admin, Runnable onChange) {
        this.admin = admin;
        this.onChange = onChange;
    }

    /**
     * Makes a key of the form {@code dbk_<id>_<43 characters>}.
     *
     * @param team one of the tenant's, or null for the whole tenant
     */
    public Future<NewApiKey> create(Tenant tenant, @Nullable String team, String name, Set<Scope> scopes) {
        var id = Secret.randomId();
        return insert(tenant, team, name, scopes, id, "dbk_" + id + '_' + Secret.random());
    }

    /**
     * Makes a key with a value that the operator chose, such as one from a secret store. Doing so again with the same
     * value changes nothing.
     *
     * @param value 8 to 256 visible ASCII characters
     */
    public Future<ApiKey> createWithValue(
            Tenant tenant, @Nullable String team, String name, Set<Scope> scopes, String value) {
        if (value.length() < VALUE_CHARS_MIN
                || value.length() > PostgresAuthenticator.KEY_CHARS_MAX
                || !value.chars().allMatch(unit -> unit > ' ' && unit < 0x7f)) {
            return Future.failedFuture(new IllegalArgumentException("A key has " + VALUE_CHARS_MIN + " to "
                    + PostgresAuthenticator.KEY_CHARS_MAX + " visible ASCII characters."));
        }
        return byValue(value)
                .compose(found -> found == null
                        ? insert(tenant, team, name, scopes, Secret.randomId(), value)
                                .map(NewApiKey::key)
                        : existing(found, tenant));
    }

    /** All keys of the tenant, oldest first, the revoked ones too. */
    public Future<List<ApiKey>> list(Tenant tenant) {
        return Fault.refused(admin.preparedQuery("select " + COLUMNS
                        + " from api_key k join tenant t on t.id = k.tenant_id"
                        + " where k.tenant_id = $1 order by k.created_at, k.id limit " + LIST_MAX)
                .execute(Tuple.of(tenant.id()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ApiKeys::key)
                        .toList()));
    }

    /**
     * Revokes a key. This process refuses it at once, others within 10 s.
     *
     * @return whether the tenant had such a key that was valid
     */
    public Future<Boolean> revoke(Tenant tenant, String id) {
        return Fault.refused(admin.preparedQuery("update api_key set revoked_at = now()"
                        + " where tenant_id = $1 and id = $2 and revoked_at is null")
                .execute(Tuple.of(tenant.id(), id))
                .map(rows -> rows.rowCount() > 0)
                .onSuccess(revoked -> onChange.run()));
    }

    private Future<NewApiKey> insert(
            Tenant tenant, @Nullable String team, String name, Set<Scope> scopes, String id, String value) {
        if (scopes.isEmpty()) {
            return Future.failedFuture(new IllegalArgumentException("A key needs at least one scope."));
        }
        if (name.length() > NAME_CHARS_MAX || name.codePoints().anyMatch(Character::isISOControl)) {
            return Future.failedFuture(new IllegalArgumentException(
                    "A key's name has at most " + NAME_CHARS_MAX + " characters and no control characters."));
        }
        var scopeNames = scopes.stream().map(Scope::wireName).sorted().toArray(String[]::new);
        return admin.preparedQuery("with k as (insert into api_key (id, tenant_id, team, name, scopes, key_hash)"
                        + " values ($1, $2, $3, $4, $5, $6) returning *)"
                        + " select " + COLUMNS + " from k join tenant t on t.id = k.tenant_id")
                .execute(Tuple.of(id, tenant.id(), team, name, scopeNames, Buffer.buffer(Secret.hash(value))))
                .map(rows -> new NewApiKey(key(rows.iterator().next()), value))
                .onSuccess(made -> onChange.run())
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    private Future<@Nullable ApiKey> byValue(String value) {
        return Fault.refused(admin.preparedQuery("select " + COLUMNS
                        + " from api_key k join tenant t on t.id = k.tenant_id where k.key_hash = $1")
                .execute(Tuple.of(Buffer.buffer(Secret.hash(value))))
                .map(rows -> rows.size() == 0 ? null : key(rows.iterator().next())));
    }

    private static Future<ApiKey> existing(ApiKey found, Tenant tenant) {
        if (found.tenant().id() != tenant.id()) {
            return Future.failedFuture(new IllegalArgumentException("Another tenant has a key of this value."));
        }
        return found.revokedAt() == null
                ? Future.succeededFuture(found)
                : Future.failedFuture(
                        new IllegalArgumentException("The key of this value was revoked. Choose another."));
    }

    private static Throwable explained(Throwable failure) {
        if (failure instanceof PgException refused) {
            if (FOREIGN_KEY_VIOLATION.equals(refused.getSqlState())) {
                return new IllegalArgumentException("The tenant has no team of this name.");
            }
            if (UNIQUE_VIOLATION.equals(refused.getSqlState())) {
                return new IllegalArgumentException("There is a key of this value already.");
            }
        }
        return Fault.refusal(failure);
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getString("id"),
                new Tenant(row.getInteger("tenant_id"), row.getString("tenant_name")),
                row.getString("team"),
                row.getString("name"),
                scopes(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("revoked_at"));
    }

    /** Scopes of a newer version of this program are left out. */
    static Set<Scope> scopes(String[] wireNames) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var scope : Scope.values()) {
            if (Arrays.asList(wireNames).contains(scope.wireName())) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
