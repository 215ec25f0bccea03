// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Who is signed in to the dashboard. A session stands for a key and ends with it; the database holds only the hash of
 * its token. Thread-safe; futures fail with a {@code Refusal} when the database is away.
 */
public final class DashboardSessions {
    private static final Duration TTL_MAX = Duration.ofDays(30);
    private static final int TOKEN_CHARS = 43;
    private static final int PURGE_ROWS_MAX = 10_000;

    private final Pool admin;

    public DashboardSessions(Pool admin) {
        this.admin = admin;
    }

    /**
     * Starts a session.
     *
     * @param keyId of the key that signed in
     * @param ttl after which the session ends; at most 30 days
     * @return the token for the cookie, which is stored nowhere
     */
    public Future<String> create(String keyId, Duration ttl) {
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(TTL_MAX) > 0) {
            return Future.failedFuture(new IllegalArgumentException("ttl: " + ttl + " (expected: > 0 and <= 30 days)"));
        }
        var token = Secret.random();
        return Fault.refused(admin.preparedQuery("insert into dashboard_session (token_hash, key_id, expires_at)"
                        + " values ($1, $2, now() + make_interval(secs => $3))")
                .execute(Tuple.of(hash(token), keyId, (double) ttl.toSeconds()))
                .map(token));
    }

    /** Who {@code token} stands for: empty when there is no such session, it has ended, or its key was revoked. */
    public Future<Optional<Principal>> find(String token) {
        if (token.length() != TOKEN_CHARS) {
            return Future.succeededFuture(Optional.empty());
        }
        return Fault.refused(admin.preparedQuery("""
                        select k.id, k.team, k.scopes, t.id as tenant_id, t.name as tenant_name
                        from dashboard_session s join api_key k on k.id = s.key_id join tenant t on t.id = k.tenant_id
                        where s.token_hash = $1 and s.expires_at > now() and k.revoked_at is null""")
                .execute(Tuple.of(hash(token)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresAuthenticator::principal)
                        .findFirst()));
    }

    /** Ends a session. */
    public Future<Void> delete(String token) {
        return Fault.refused(admin.preparedQuery("delete from dashboard_session where token_hash = $1")
                .execute(Tuple.of(hash(token)))
                .mapEmpty());
    }

    /** Removes sessions that have ended: a bounded number, so called again and again. */
    public Future<Integer> purge() {
        return Fault.refused(admin.preparedQuery("delete from dashboard_session where token_hash in"
                        + " (select token_hash from dashboard_session where expires_at <= now() limit " + PURGE_ROWS_MAX
                        + ")")
                .execute()
                .map(rows -> rows.rowCount()));
    }

    private static Buffer hash(String token) {
        return Buffer.buffer(Secret.hash(token));
    }
}
