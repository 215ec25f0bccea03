// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.postgres.Partitions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Appends what the server itself puts on record, together with changes to tables of its own: all in one transaction
 * under the head lock of the log, so that it happens once, whichever of several collectors does it. Thread-safe.
 */
public final class OwnEntries {
    private final Pool admin;
    private final Partitions partitions;
    private final CommitListener listener;

    /**
     * @param admin connects as the owner of the schema
     */
    public OwnEntries(Pool admin, Partitions partitions, CommitListener listener) {
        this.admin = admin;
        this.partitions = partitions;
        this.listener = listener;
    }

    /**
     * Does {@code work} with nobody else appending to the tenant's log, and appends the entries that it gives. The work
     * has to be short: the tenant's exports wait for it.
     *
     * @param receivedUnixNanos when the entries say they were received; their partition is made when it is missing
     * @param work changes tables in the transaction that it is handed; may give no entries, which commits its changes
     * @return after COMMIT, the indexes of the entries; fails when nothing was changed or appended
     */
    public Future<List<Long>> append(
            Tenant tenant, long receivedUnixNanos, Function<SqlConnection, Future<List<SealedRecord>>> work) {
        return append(tenant, receivedUnixNanos, connection -> Future.succeededFuture(), work);
    }

    /**
     * The same for work with rows that others may have locked for longer.
     *
     * @param before locks them, before anybody waits for the head; see the order of locks in this package's description
     */
    public Future<List<Long>> append(
            Tenant tenant,
            long receivedUnixNanos,
            Function<SqlConnection, Future<Void>> before,
            Function<SqlConnection, Future<List<SealedRecord>>> work) {
        return partitions
                .makeFor(LongStream.of(receivedUnixNanos))
                .compose(made -> admin.getConnection())
                .compose(
                        connection -> transact(connection, tenant, before, work).eventually(connection::close));
    }

    private Future<List<Long>> transact(
            SqlConnection connection,
            Tenant tenant,
            Function<SqlConnection, Future<Void>> before,
            Function<SqlConnection, Future<List<SealedRecord>>> work) {
        return connection
                .query("begin")
                .execute()
                .compose(begun -> before.apply(connection))
                .compose(ready -> EntryInsert.lockHead(connection, tenant.id()))
                .map(heads -> new AppendPlan(heads, Map.of()))
                .compose(plan -> work.apply(connection).compose(entries -> {
                    plan.addOwn(tenant.id(), entries);
                    return EntryInsert.store(connection, plan).map(stored -> {
                        tell(tenant, plan, entries);
                        return indexes(plan);
                    });
                }))
                .recover(failure ->
                        connection.query("rollback").execute().transform(ended -> Future.failedFuture(failure)));
    }

    private void tell(Tenant tenant, AppendPlan plan, List<SealedRecord> entries) {
        if (!entries.isEmpty()) {
            listener.committed(tenant.id(), plan.placed().get(0).index(), entries);
        }
    }

    /**
     * Appends entries in a transaction that somebody else began and will commit, as making a log is.
     *
     * @param client the transaction's connection; the partition of the entries is there
     */
    public static Future<Void> appendWithin(SqlClient client, int logId, List<SealedRecord> entries) {
        return EntryInsert.lockHead(client, logId)
                .map(heads -> new AppendPlan(heads, Map.of()))
                .compose(plan -> {
                    plan.addOwn(logId, entries);
                    return EntryInsert.insert(client, plan);
                });
    }

    private static List<Long> indexes(AppendPlan plan) {
        return plan.placed().stream().map(PlacedRecord::index).toList();
    }
}
