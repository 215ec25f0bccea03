// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks keys up by their SHA-256, from memory where it can ({@link KeyMemory}). What memory does not know is asked for
 * together: one query is in flight at a time, for up to {@value #QUERY_KEYS_MAX} keys, so that a storm of unknown keys
 * costs the database next to nothing. Keys in use that memory is about to lose come along, so that a thousand of them are
 * a few queries and not a thousand. While the database is away, a key that it has confirmed not too long ago goes on
 * being valid: telemetry must not be lost for its sake. So a key that is revoked meanwhile stays valid until the database
 * is back or that time is over.
 */
public final class PostgresAuthenticator implements Authenticator {
    static final int KEY_CHARS_MAX = 256;

    private static final int QUERY_KEYS_MAX = 256;
    public static final int WAITING_MAX = 8_192;
    public static final int REMEMBERED_MAX = KeyMemory.KEYS_MAX;
    private static final long QUERY_MILLIS_MAX = 1_000;
    /**
     * How long a key that was confirmed before waits to be confirmed again: a client that exits waits 2 s for its last
     * batch, and a database that is going away takes the writer's time as well.
     */
    private static final long CONFIRMED_MILLIS_MAX = 400;
    /** How long keys are not asked for after that failed, where memory has an answer. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String FIND = """
            select k.key_hash, k.id, k.team, k.scopes, t.id as tenant_id, t.name as tenant_name
            from api_key k join tenant t on t.id = k.tenant_id
            where k.key_hash = any($1::bytea[]) and k.revoked_at is null""";

    private final Vertx vertx;
    private final Pool admin;
    private final KeyMemory memory;
    private final Map<Buffer, Lookup> lookups = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Lookup> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    // Mutable state, any thread: when the database was found away, 0 for not.
    private volatile long awayNanos;

    private record Lookup(Buffer hash, CompletableFuture<Optional<Principal>> answer) {}

    /** @param knownFor how long a key that the database confirmed is valid while the database is away */
    public PostgresAuthenticator(Vertx vertx, Pool admin, Duration knownFor) {
        this(vertx, admin, knownFor, System::nanoTime);
    }

    PostgresAuthenticator(Vertx vertx, Pool admin, Duration knownFor, LongSupplier clockNanos) {
        this.vertx = vertx;
        this.admin = admin;
        memory = new KeyMemory(knownFor, clockNanos);
    }

    @Override
    public Future<Optional<Principal>> authenticate(String key) {
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
            return Future.succeededFuture(Optional.empty());
        }
        var hash = Buffer.buffer(Secret.hash(key));
        var principal = memory.valid(hash);
        if (principal != null) {
            return Future.succeededFuture(Optional.of(principal));
        }
        if (memory.isUnknown(hash)) {
            return Future.succeededFuture(Optional.empty());
        }
        var known = isAway() ? memory.confirmed(hash) : null;
        return known != null ? Future.succeededFuture(Optional.of(known)) : lookUp(hash);
    }

    private boolean isAway() {
        var since = awayNanos;
        return since != 0 && System.nanoTime() - since < AWAY_NANOS;
    }

    /** Forgets everything, after a key was made or revoked. */
    public void forget() {
        memory.forget();
    }

    private Future<Optional<Principal>> lookUp(Buffer hash) {
        if (lookups.size() >= WAITING_MAX) {
            return Future.failedFuture(new Refusal(
                    Refusal.Reason.OVERLOADED, "The server has too many unknown keys to check. Try again.", 1));
        }
        var mine = new Lookup(hash, new CompletableFuture<>());
        var running = lookups.putIfAbsent(hash, mine);
        if (running == null) {
            waiting.add(mine);
            askNext();
        }
        // back on the caller's own event loop
        var answer =
                Future.fromCompletionStage((running == null ? mine : running).answer(), vertx.getOrCreateContext());
        return memory.confirmed(hash) == null
                ? answer
                : answer.timeout(CONFIRMED_MILLIS_MAX, TimeUnit.MILLISECONDS)
                        .recover(failure -> believed(hash, failure));
    }

    private Future<Optional<Principal>> believed(Buffer hash, Throwable failure) {
        var known = memory.confirmed(hash);
        return known != null && failure instanceof TimeoutException
                ? Future.succeededFuture(Optional.of(known))
                : Future.failedFuture(failure);
    }

    private void askNext() {
        if (waiting.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        var asked = new ArrayList<Lookup>();
        for (var next = waiting.poll(); next != null; next = asked.size() < QUERY_KEYS_MAX ? waiting.poll() : null) {
            asked.add(next);
        }
        if (asked.isEmpty()) {
            asking.set(false);
            return;
        }
        var memoryBefore = memory.version();
        var along = new ArrayList<Buffer>();
        // composed, so that what is thrown is a failure too: otherwise no key would ever be looked up again
        Future.succeededFuture()
                .compose(ready -> {
                    along.addAll(memory.expiring(QUERY_KEYS_MAX - asked.size()));
                    var hashes = Stream.concat(asked.stream().map(Lookup::hash), along.stream());
                    return admin.preparedQuery(FIND).execute(Tuple.of((Object) hashes.toArray(Buffer[]::new)));
                })
                .timeout(QUERY_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(PostgresAuthenticator::principals)
                .onComplete(
                        found -> {
                            along.forEach(hash -> memory.renew(hash, found.get(hash), memoryBefore));
                            asked.forEach(lookup -> answer(lookup, found.get(lookup.hash()), memoryBefore));
                        },
                        failure -> refuse(asked, failure))
                .onComplete(answered -> {
                    asking.set(false);
                    askNext();
                });
    }

    private void answer(Lookup lookup, @Nullable Principal found, long memoryBefore) {
        memory.put(lookup.hash(), found, memoryBefore);
        lookups.remove(lookup.hash());
        lookup.answer().complete(Optional.ofNullable(found));
    }

    private void refuse(List<Lookup> asked, Throwable failure) {
        var refusal = Fault.refusal(failure);
        var away = refusal.reason() == Refusal.Reason.DATABASE_AWAY;
        if (away) {
            awayNanos = System.nanoTime();
        }
        for (var lookup : asked) {
            var known = away ? memory.confirmed(lookup.hash()) : null;
            lookups.remove(lookup.hash());
            if (known != null) {
                lookup.answer().complete(Optional.of(known));
            } else {
                lookup.answer().completeExceptionally(refusal);
            }
        }
    }

    private static Map<Buffer, Principal> principals(RowSet<Row> rows) {
        var principals = new HashMap<Buffer, Principal>();
        for (var row : rows) {
            principals.put(row.getBuffer("key_hash"), principal(row));
        }
        return principals;
    }

    static Principal principal(Row row) {
        return new Principal(
                new Tenant(row.getInteger("tenant_id"), row.getString("tenant_name")),
                row.getString("team"),
                row.getString("id"),
                ApiKeys.scopes(row.getArrayOfStrings("scopes")));
    }
}
