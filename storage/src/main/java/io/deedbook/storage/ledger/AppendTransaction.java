// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.ledger.AppendPlan.NewReceipt;
import io.deedbook.storage.ledger.AppendPlan.SeenKey;
import io.deedbook.storage.tlog.Frontier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The one transaction that appends: lock the heads in the order of their logs ▸ look the export keys up ▸ copy the
 * records ▸ remember the receipts ▸ move the heads ▸ COMMIT. Many writers may do so on one database: whoever has the
 * head row is alone in that log, so the look-up under it is exact. Blocks; one thread at a time.
 */
final class AppendTransaction {
    /**
     * A statement of its own, because it has to see what was committed while the first one waited for the locks. Each by
     * its key: the limit, or a plan of a time when there were few compares all receipts that there are.
     */
    private static final String FIND_RECEIPTS = """
            select asked.log_id, asked.export_key, r.first_index, r.count
            from unnest(?::int[], ?::bytea[]) as asked (log_id, export_key)
            cross join lateral (select first_index, count from export_receipt
                where log_id = asked.log_id and export_key = asked.export_key limit 1) r""";

    private static final String INSERT_RECEIPTS = """
            insert into export_receipt (log_id, export_key, first_index, count, received_unix_nanos)
            select * from unnest(?::int[], ?::bytea[], ?::bigint[], ?::int[], ?::bigint[])""";

    private final RecordCopy copy = new RecordCopy("record", RecordColumn.ALL);

    /**
     * Appends what of {@code group} is new and commits; rolls back whatever fails.
     *
     * @param rows of the same group, which are being made
     * @param own told when only COMMIT is left
     */
    List<AppendOutcome> run(Connection connection, List<AppendRequest> group, GroupRows rows, Lead own)
            throws SQLException {
        try {
            var plan = plan(connection, group, own);
            if (!plan.placed().isEmpty()) {
                store(connection, plan, rows);
            }
            own.stored();
            connection.commit();
            return plan.outcomes();
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /** Does all that {@link #run} does, but for COMMIT. */
    void tryOut(Connection connection, List<AppendRequest> group) throws SQLException {
        try {
            store(connection, plan(connection, group, Lead.unheard()));
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
        connection.rollback();
    }

    static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static AppendPlan plan(Connection connection, List<AppendRequest> group, Lead own) throws SQLException {
        var logIds = group.stream().map(request -> request.tenant().id()).distinct();
        var asked = System.nanoTime();
        var heads = lockHeads(connection, logIds.toArray());
        var locked = System.nanoTime();
        var receipts = findReceipts(connection, group);
        var now = System.nanoTime();
        // a question that waits for nobody says how long asking takes
        own.locked(Math.max(0, locked - asked - (now - locked)));
        var plan = new AppendPlan(heads, receipts);
        group.forEach(request -> plan.add(request, now));
        return plan;
    }

    static Map<Integer, Frontier> lockHeads(Connection connection, Object... logIds) throws SQLException {
        try (var statement = connection.prepareStatement(HeadStatements.JDBC.lock())) {
            statement.setArray(1, connection.createArrayOf("int4", logIds));
            var heads = new HashMap<Integer, Frontier>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    heads.put(rows.getInt(1), Frontier.of(rows.getLong(2), rows.getBytes(3)));
                }
            }
            return heads;
        }
    }

    private static Map<SeenKey, Receipt> findReceipts(Connection connection, List<AppendRequest> group)
            throws SQLException {
        try (var statement = connection.prepareStatement(FIND_RECEIPTS)) {
            setArray(statement, 1, "int4", group, request -> request.tenant().id());
            setBytes(statement, 2, group, AppendRequest::exportKey);
            var seen = new HashMap<SeenKey, Receipt>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    seen.put(
                            new SeenKey(rows.getInt(1), rows.getBytes(2)),
                            new Receipt(rows.getLong(3), rows.getInt(4), true));
                }
            }
            return seen;
        }
    }

    /** A door to the ledger through which no leaf goes that an auditor would refuse. */
    void store(Connection connection, AppendPlan plan) throws SQLException {
        plan.placed().forEach(placed -> LeafForm.check(placed.sealed().leaf()));
        store(connection, plan, copy.copy(copies(connection), plan.placed()));
    }

    private void store(Connection connection, AppendPlan plan, GroupRows rows) throws SQLException {
        store(connection, plan, copy.copy(copies(connection), plan.placedRequests(), rows));
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static void store(Connection connection, AppendPlan plan, long copied) throws SQLException {
        AppendPlan.checkCount("record", copied, plan.placed().size());
        if (!plan.newReceipts().isEmpty()) {
            insertReceipts(connection, plan.newReceipts());
        }
        moveHeads(connection, plan.grown());
    }

    private static void insertReceipts(Connection connection, List<NewReceipt> receipts) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT_RECEIPTS)) {
            setArray(statement, 1, "int4", receipts, NewReceipt::logId);
            setBytes(statement, 2, receipts, NewReceipt::exportKey);
            setArray(
                    statement, 3, "int8", receipts, receipt -> receipt.receipt().firstIndex());
            setArray(
                    statement, 4, "int4", receipts, receipt -> receipt.receipt().count());
            setArray(statement, 5, "int8", receipts, NewReceipt::receivedUnixNanos);
            AppendPlan.checkCount("export_receipt", statement.executeUpdate(), receipts.size());
        }
    }

    private static void moveHeads(Connection connection, Map<Integer, Frontier> grown) throws SQLException {
        var heads = List.copyOf(grown.entrySet());
        try (var statement = connection.prepareStatement(HeadStatements.JDBC.move())) {
            setArray(statement, 1, "int4", heads, Map.Entry::getKey);
            setArray(statement, 2, "int8", heads, head -> head.getValue().size());
            setBytes(statement, 3, heads, head -> head.getValue().bytes());
            AppendPlan.checkCount("log_head", statement.executeUpdate(), heads.size());
        }
    }

    private static <T> void setArray(
            PreparedStatement statement, int index, String type, List<T> items, Function<T, Object> entry)
            throws SQLException {
        var entries = items.stream().map(entry).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, entries));
    }

    private static <T> void setBytes(PreparedStatement statement, int index, List<T> items, Function<T, byte[]> entry)
            throws SQLException {
        var entries = items.stream().map(entry).toArray(byte[][]::new);
        statement.setArray(index, statement.getConnection().createArrayOf("bytea", entries));
    }
}
