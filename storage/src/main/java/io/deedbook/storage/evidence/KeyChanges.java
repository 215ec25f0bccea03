// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.sign.KeyEntry;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Changes who signs a log: another key, or another epoch when what was signed is lost. Each change is an entry of the
 * log, committed together with it under the head's lock, so that which keys sign a size follows from the size.
 * Thread-safe; futures fail with an {@link IllegalArgumentException}, meant for a person, when it can't be done now.
 */
public final class KeyChanges {
    private final Vertx vertx;
    private final Pool admin;
    private final OwnEntries entries;
    private final LogKeys keys;
    private final Sealer sealer;

    /** @param admin connects as the owner of the schema */
    public KeyChanges(Vertx vertx, Pool admin, OwnEntries entries, LogKeys keys, Sealer sealer) {
        this.vertx = vertx;
        this.admin = admin;
        this.entries = entries;
        this.keys = keys;
        this.sealer = sealer;
    }

    /** All keys of the tenant's log, in the order in which they came. */
    public Future<List<LogKey>> keys(Tenant tenant) {
        return LogKeyTable.read(admin, tenant.id());
    }

    /** Where a log stands. */
    private record State(Frontier head, String publicId, List<LogKey> keys) {
        List<LogKey> signing() {
            return keys.stream().filter(key -> key.signs(head.size() + 1)).toList();
        }

        LogKey newest() {
            return keys.get(keys.size() - 1);
        }

        Integer[] numbers() {
            return keys.stream().map(LogKey::number).toArray(Integer[]::new);
        }
    }

    private static Future<State> state(SqlClient client, Tenant tenant) {
        return client.preparedQuery(
                        "select h.size, h.frontier, l.public_id from log_head h join log l on l.id = h.log_id where l.id = $1")
                .execute(Tuple.of(tenant.id()))
                .compose(rows -> LogKeyTable.read(client, tenant.id()).map(keys -> {
                    if (rows.size() == 0 || keys.isEmpty()) {
                        throw new BrokenLogException("the tenant has no log");
                    }
                    var row = rows.iterator().next();
                    var head = Frontier.of(row.getLong(0), row.getBuffer(1).getBytes());
                    return new State(head, row.getString(2), keys);
                }));
    }

    /**
     * Adds a key. Checkpoints carry the signatures of both until {@link #finish}, or for {@code records} more records.
     *
     * @param records at least one
     */
    public Future<LogKey> rotate(Tenant tenant, OptionalLong records) {
        return state(admin, tenant).map(KeyChanges::checkOne).compose(before -> {
            var start = new Checkpoint(before.newest().vkey().name(), 0, TreeHasher.emptyRoot());
            return vertx.executeBlocking(() -> successor(before.newest().vkey(), start), false)
                    .compose(successor -> change(tenant, connection -> add(connection, tenant, successor, records)))
                    .compose(changed -> newest(tenant));
        });
    }

    /** A key, and what makes it the one to follow. */
    private record Successor(Vkey previous, Vkey vkey, String handover) {}

    private Successor successor(Vkey previous, Checkpoint start) throws IOException {
        var vkey = keys.create(start);
        return new Successor(previous, vkey, keys.handOver(previous, vkey));
    }

    private static State checkOne(State state) {
        if (state.signing().size() != 1) {
            throw new IllegalArgumentException(
                    "Two keys sign this ledger already. End that first: deedbook ledger rotate-key --finish");
        }
        return state;
    }

    private Future<SealedRecord> add(
            SqlConnection connection, Tenant tenant, Successor successor, OptionalLong records) {
        return state(connection, tenant).map(KeyChanges::checkOne).compose(state -> {
            var previous = state.newest();
            if (!previous.vkey().equals(successor.previous())) {
                throw new IllegalArgumentException("Somebody else added a key to this ledger just now.");
            }
            var vkey = successor.vkey();
            var from = state.head().size() + 1;
            var until = records.isPresent() ? OptionalLong.of(from + records.getAsLong()) : OptionalLong.empty();
            var key = new LogKey(previous.number() + 1, previous.epoch(), vkey, from, OptionalLong.empty());
            var content = content(key);
            content.put(KeyEntry.PREVIOUS, previous.vkey().toString());
            content.put(KeyEntry.HANDOVER, successor.handover());
            until.ifPresent(size -> content.put(KeyEntry.UNTIL, Long.toString(size)));
            return LogKeyTable.insert(connection, tenant.id(), key)
                    .compose(inserted -> until.isEmpty()
                            ? Future.<Void>succeededFuture()
                            : LogKeyTable.end(
                                    connection, tenant.id(), new Integer[] {previous.number()}, until.getAsLong()))
                    .compose(ended -> current(connection, tenant, vkey))
                    .map(current -> entry(KeyEntry.ADDED, content));
        });
    }

    /**
     * Lets the older of two keys sign no more. Some checkpoint has to have both signatures, or nothing vouches for the
     * newer.
     */
    public Future<LogKey> finish(Tenant tenant) {
        return change(
                        tenant,
                        connection -> state(connection, tenant).compose(state -> {
                            var signing = state.signing();
                            if (signing.size() < 2) {
                                return Future.failedFuture(new IllegalArgumentException(
                                        "Only one key signs this ledger, so there is no rotation to finish."));
                            }
                            return signed(connection, tenant, signing.get(1).fromSize())
                                    .compose(signed -> retire(
                                            connection,
                                            tenant,
                                            signing.get(0),
                                            state.head().size()));
                        }))
                .compose(changed -> newest(tenant));
    }

    private static Future<Void> signed(SqlConnection connection, Tenant tenant, long size) {
        return connection
                .preparedQuery("select 1 from checkpoint where log_id = $1 and size >= $2 limit 1")
                .execute(Tuple.of(tenant.id(), size))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalArgumentException(
                                "No checkpoint has both signatures yet. Try again in a few seconds.")));
    }

    private Future<SealedRecord> retire(SqlConnection connection, Tenant tenant, LogKey key, long size) {
        var content = content(key);
        content.put(KeyEntry.UNTIL, Long.toString(size));
        return LogKeyTable.end(connection, tenant.id(), new Integer[] {key.number()}, size)
                .map(ended -> entry(KeyEntry.RETIRED, content));
    }

    /**
     * Begins another epoch: a new origin with a new key, under which the tree that is left goes on growing. For a log
     * whose signer refuses for good; its first entry names what was signed last, by what the signer remembers.
     */
    public Future<LogKey> newEpoch(Tenant tenant) {
        return state(admin, tenant).compose(before -> {
            var last = before.newest();
            var origin = origin(before);
            var start =
                    new Checkpoint(origin, before.head().size(), before.head().root());
            return vertx.executeBlocking(() -> keys.lastSigned(last.vkey().name()), false)
                    .compose(signed -> vertx.executeBlocking(() -> keys.create(start), false)
                            .compose(vkey -> change(tenant, connection -> begin(connection, tenant, vkey, signed))))
                    .compose(changed -> newest(tenant));
        });
    }

    private static String origin(State state) {
        var first = state.keys().get(0).vkey().name();
        return first + '/' + (state.newest().epoch() + 1);
    }

    private Future<SealedRecord> begin(
            SqlConnection connection, Tenant tenant, Vkey vkey, Optional<Checkpoint> signed) {
        return state(connection, tenant).compose(state -> {
            if (!origin(state).equals(vkey.name())) {
                return Future.failedFuture(
                        new IllegalArgumentException("Somebody else began an epoch of this ledger just now."));
            }
            var last = state.newest();
            var size = state.head().size();
            var key = new LogKey(last.number() + 1, last.epoch() + 1, vkey, size + 1, OptionalLong.empty());
            var content = content(key);
            content.put(KeyEntry.PREVIOUS, last.vkey().toString());
            content.put(KeyEntry.UNTIL, Long.toString(size));
            content.put(
                    KeyEntry.LAST_SIGNED_SIZE,
                    signed.map(head -> Long.toString(head.size())).orElse("unknown"));
            signed.ifPresent(head ->
                    content.put(KeyEntry.LAST_SIGNED_ROOT, Base64.getEncoder().encodeToString(head.root())));
            content.put(KeyEntry.SOFTWARE, LogRegistry.version());
            return LogKeyTable.end(connection, tenant.id(), state.numbers(), size)
                    .compose(ended -> LogKeyTable.insert(connection, tenant.id(), key))
                    .compose(inserted -> current(connection, tenant, vkey))
                    .map(current -> entry(KeyEntry.GENESIS, content));
        });
    }

    private static Future<Void> current(SqlConnection connection, Tenant tenant, Vkey vkey) {
        return connection
                .preparedQuery("update log set origin = $2, vkey = $3 where id = $1")
                .execute(Tuple.of(tenant.id(), vkey.name(), vkey.toString()))
                .mapEmpty();
    }

    private static Map<String, String> content(LogKey key) {
        var content = new HashMap<String, String>();
        content.put(KeyEntry.VKEY, key.vkey().toString());
        content.put(KeyEntry.ORIGIN, key.vkey().name());
        content.put(KeyEntry.EPOCH, Integer.toString(key.epoch()));
        return content;
    }

    private SealedRecord entry(String event, Map<String, String> content) {
        return sealer.seal(KeyEntry.draft(event, content, nowUnixNanos()));
    }

    private interface Change {
        Future<SealedRecord> within(SqlConnection connection);
    }

    private Future<Void> change(Tenant tenant, Change change) {
        return entries.append(
                        tenant,
                        nowUnixNanos(),
                        connection -> change.within(connection).map(List::of))
                .mapEmpty();
    }

    private Future<LogKey> newest(Tenant tenant) {
        return state(admin, tenant).map(State::newest);
    }

    private static long nowUnixNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}
