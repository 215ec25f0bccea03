// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.ledger.AppendPlan.NewReceipt;
import io.deedbook.storage.ledger.AppendPlan.SeenKey;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.tlog.Frontier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends a group of requests in one transaction of three pipelined round trips: lock the heads in the order of their logs
 * and look the export keys up; insert, remember the receipts, move the heads; COMMIT. Many writers may do so on one
 * database: whoever has the head row is alone in that log, so the lookup under it is exact.
 */
public final class PostgresLedger implements Appending {
    private static final String LOCK_HEADS =
            "select log_id, size, frontier from log_head where log_id = any($1::int[]) order by log_id for update";
    private static final String FIND_RECEIPTS = """
            select log_id, export_key, first_index, count from export_receipt
            where (log_id, export_key) in (select * from unnest($1::int[], $2::bytea[]))""";
    private static final String INSERT_RECEIPTS = """
            insert into export_receipt (log_id, export_key, first_index, count, received_unix_nanos)
            select * from unnest($1::int[], $2::bytea[], $3::bigint[], $4::int[], $5::bigint[])""";
    private static final String MOVE_HEADS = """
            update log_head set size = moved.size, frontier = moved.frontier
            from unnest($1::int[], $2::bigint[], $3::bytea[]) as moved (log_id, size, frontier)
            where log_head.log_id = moved.log_id""";

    private final Pool writer;
    private final Partitions partitions;

    public PostgresLedger(Pool writer, Partitions partitions) {
        this.writer = writer;
        this.partitions = partitions;
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group) {
        return connect(group).compose(connection -> transact(connection, group).eventually(connection::close));
    }

    @Override
    public Future<Void> tryOut(AppendRequest request) {
        var group = List.of(request);
        return connect(group)
                .compose(connection -> lock(connection, group)
                        .compose(plan -> insert(connection, plan))
                        .eventually(() -> connection.query("rollback").execute())
                        .eventually(connection::close));
    }

    private Future<SqlConnection> connect(List<AppendRequest> group) {
        return partitions
                .makeFor(group.stream()
                        .flatMap(request -> request.records().stream())
                        .mapToLong(SealedRecord::receivedUnixNanos))
                .compose(made -> writer.getConnection());
    }

    private static Future<List<AppendOutcome>> transact(SqlConnection connection, List<AppendRequest> group) {
        return lock(connection, group)
                .compose(plan -> store(connection, plan))
                // after a COMMIT that failed there is no transaction any more, and ROLLBACK only warns
                .recover(failure ->
                        connection.query("rollback").execute().transform(ended -> Future.failedFuture(failure)));
    }

    private static Future<AppendPlan> lock(SqlConnection connection, List<AppendRequest> group) {
        var begun = connection.query("begin").execute();
        var heads = lockHeads(
                connection,
                group.stream().map(request -> request.tenant().id()).distinct().toArray(Integer[]::new));
        var logIds = group.stream().map(request -> request.tenant().id()).toArray(Integer[]::new);
        var exportKeys = group.stream()
                .map(request -> Buffer.buffer(request.exportKey()))
                .toArray(Buffer[]::new);
        var receipts = connection.preparedQuery(FIND_RECEIPTS).execute(Tuple.of(logIds, (Object) exportKeys));
        return Future.join(begun, heads, receipts).map(locked -> plan(heads.result(), receipts.result(), group));
    }

    static Future<RowSet<Row>> lockHeads(SqlClient client, Integer... logIds) {
        return client.preparedQuery(LOCK_HEADS).execute(Tuple.of((Object) logIds));
    }

    static Map<Integer, Frontier> heads(RowSet<Row> rows) {
        var heads = new HashMap<Integer, Frontier>();
        for (var row : rows) {
            heads.put(
                    row.getInteger(0),
                    Frontier.of(row.getLong(1), row.getBuffer(2).getBytes()));
        }
        return heads;
    }

    private static AppendPlan plan(RowSet<Row> headRows, RowSet<Row> receiptRows, List<AppendRequest> group) {
        Map<SeenKey, Receipt> seen = new HashMap<>();
        for (var row : receiptRows) {
            seen.put(
                    new SeenKey(row.getInteger(0), row.getBuffer(1).getBytes()),
                    new Receipt(row.getLong(2), row.getInteger(3), true));
        }
        var plan = new AppendPlan(heads(headRows), seen);
        var now = System.nanoTime();
        group.forEach(request -> plan.add(request, now));
        return plan;
    }

    /** Stores what is planned, and commits. */
    static Future<List<AppendOutcome>> store(SqlConnection connection, AppendPlan plan) {
        // COMMIT waits for the answers, though it could be sent along: a round trip more, and never half a group.
        return insert(connection, plan)
                .compose(stored -> connection.query("commit").execute())
                .map(committed -> plan.outcomes());
    }

    /**
     * Stores what is planned in the transaction of {@code client}: the one door to the ledger, through which no leaf goes that
     * an auditor would refuse.
     *
     * @throws io.deedbook.storage.tlog.MalformedException when there is one
     */
    static Future<Void> insert(SqlClient client, AppendPlan plan) {
        if (plan.placed().isEmpty()) {
            return Future.succeededFuture();
        }
        plan.placed().forEach(placed -> LeafForm.check(placed.sealed().leaf()));
        var inserted = client.preparedQuery(RecordInsert.SQL).execute(RecordInsert.arrays(plan.placed()));
        var remembered = client.preparedQuery(INSERT_RECEIPTS).execute(receipts(plan.newReceipts()));
        var moved = client.preparedQuery(MOVE_HEADS).execute(heads(plan.grown()));
        return Future.join(inserted, remembered, moved).map(stored -> {
            checkCount("record", inserted.result(), plan.placed().size());
            checkCount("export_receipt", remembered.result(), plan.newReceipts().size());
            checkCount("log_head", moved.result(), plan.grown().size());
            return null;
        });
    }

    private static void checkCount(String table, RowSet<Row> result, int expected) {
        if (result.rowCount() != expected) {
            throw new AssertionError(table + ": " + result.rowCount() + " rows (expected: " + expected + ")");
        }
    }

    private static Tuple receipts(List<NewReceipt> receipts) {
        return Tuple.of(
                receipts.stream().map(NewReceipt::logId).toArray(Integer[]::new),
                receipts.stream()
                        .map(receipt -> Buffer.buffer(receipt.exportKey()))
                        .toArray(Buffer[]::new),
                receipts.stream().map(receipt -> receipt.receipt().firstIndex()).toArray(Long[]::new),
                receipts.stream().map(receipt -> receipt.receipt().count()).toArray(Integer[]::new),
                receipts.stream().map(NewReceipt::receivedUnixNanos).toArray(Long[]::new));
    }

    private static Tuple heads(Map<Integer, Frontier> grown) {
        return Tuple.of(
                grown.keySet().toArray(Integer[]::new),
                grown.values().stream().map(Frontier::size).toArray(Long[]::new),
                grown.values().stream().map(head -> Buffer.buffer(head.bytes())).toArray(Buffer[]::new));
    }
}
