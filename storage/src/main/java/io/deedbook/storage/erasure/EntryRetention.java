// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.sign.KeyFact;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Removes whole entries of one log whose time is over: whole bundles, from the left only, and none that a hold may
 * cover. Their hashes stay in the tiles, so that everything after them can still be proven.
 */
final class EntryRetention {
    private static final int BUNDLE = 256;

    private final OwnEntries entries;
    private final EraserRights rights;
    private final BatchEraser eraser;
    private final Sealer sealer = new Sealer();

    EntryRetention(OwnEntries entries, EraserRights rights, BatchEraser eraser) {
        this.entries = entries;
        this.rights = rights;
        this.eraser = eraser;
    }

    /** Removes the next bundle if it may go; answers how many entries went. */
    Future<Long> step(Tenant tenant, long cutoffUnixNanos, long nowUnixNanos) {
        var removed = new AtomicLong();
        return entries.append(
                        tenant,
                        nowUnixNanos,
                        connection -> begin(connection, tenant)
                                .compose(begin -> removable(connection, tenant, begin, cutoffUnixNanos)
                                        .compose(may -> may
                                                ? remove(connection, tenant, begin)
                                                        .map(keys -> {
                                                            removed.set(BUNDLE);
                                                            // all that ever went: entries that said so before go
                                                            // themselves
                                                            var all = IndexRanges.of(0, begin + BUNDLE - 1);
                                                            return List.of(sealer.seal(ErasureEntries.removed(
                                                                    cutoffUnixNanos, all, keys, nowUnixNanos)));
                                                        })
                                                : Future.succeededFuture(List.<SealedRecord>of()))))
                .map(committed -> removed.get());
    }

    private static Future<Long> begin(SqlConnection connection, Tenant tenant) {
        return connection
                .preparedQuery("select coalesce((select size from pruned_log where log_id = $1), 0)")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<Boolean> removable(SqlConnection connection, Tenant tenant, long begin, long cutoffUnixNanos) {
        return connection
                .preparedQuery("select count(*), max(received_unix_nanos),"
                        + " exists (select from tile where log_id = $1 and level = 0 and number = $2 / " + BUNDLE + "),"
                        + " exists (select from checkpoint where log_id = $1 and size >= $2 + " + BUNDLE + ")"
                        + " from record where log_id = $1 and idx >= $2 and idx < $2 + " + BUNDLE)
                .execute(Tuple.of(tenant.id(), begin))
                .compose(rows -> isOver(rows, cutoffUnixNanos)
                        ? eraser.isHeld(connection, tenant, begin, begin + BUNDLE)
                                .map(held -> !held)
                        : Future.succeededFuture(false));
    }

    private static boolean isOver(RowSet<Row> rows, long cutoffUnixNanos) {
        var row = rows.iterator().next();
        return row.getLong(0) == BUNDLE && row.getLong(1) < cutoffUnixNanos && row.getBoolean(2) && row.getBoolean(3);
    }

    /** What all key entries that go or went said: those of this bundle, and those that the last removal repeated. */
    private static Future<List<KeyFact>> keys(SqlConnection connection, Tenant tenant, long begin) {
        return connection
                .preparedQuery("select content from record where log_id = $1 and kind = 'retention' and event = $2"
                        + " order by idx desc limit 1")
                .execute(Tuple.of(tenant.id(), OwnEntry.REMOVED))
                .compose(last -> connection
                        .preparedQuery("select idx, event, content from record where log_id = $1 and idx >= $2"
                                + " and idx < $2 + " + BUNDLE + " and kind in ('genesis', 'key')"
                                + " and content is not null order by idx")
                        .execute(Tuple.of(tenant.id(), begin))
                        .map(rows -> {
                            var facts = new ArrayList<KeyFact>();
                            for (var row : last) {
                                var content = row.getString(0);
                                facts.addAll(KeyFact.parse(
                                        content == null ? "" : new JsonObject(content).getString(KeyFact.MEMBER, "")));
                            }
                            rows.forEach(
                                    row -> facts.add(new KeyFact(row.getLong(0), row.getString(1), row.getString(2))));
                            return facts;
                        }));
    }

    private Future<List<KeyFact>> remove(SqlConnection connection, Tenant tenant, long begin) {
        return keys(connection, tenant, begin)
                .compose(keys -> removeBundle(connection, tenant, begin).map(keys));
    }

    private Future<Void> removeBundle(SqlConnection connection, Tenant tenant, long begin) {
        return connection
                .preparedQuery("insert into pruned_log (log_id, size) values ($1, $2)"
                        + " on conflict (log_id) do update set size = excluded.size")
                .execute(Tuple.of(tenant.id(), begin + BUNDLE))
                .compose(moved -> rights.holding(
                        connection,
                        () -> connection
                                .preparedQuery("delete from record where log_id = $1 and idx >= $2 and idx < $3")
                                .execute(Tuple.of(tenant.id(), begin, begin + BUNDLE))))
                .compose(deleted -> deleted.rowCount() == BUNDLE
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException(
                                "entries: " + deleted.rowCount() + " removed (expected: " + BUNDLE + ")")));
    }
}
