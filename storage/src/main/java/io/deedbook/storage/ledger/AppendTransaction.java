// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.ledger.AppendPlan.NewReceipt;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.ledger.AppendPlan.SeenKey;
import io.deedbook.storage.tlog.Frontier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * The one transaction that appends: lock the heads in the order of their logs ▸ look the export keys up ▸ copy the
 * records ▸ remember the receipts ▸ move the heads ▸ COMMIT. Many writers may do so on one database: whoever has the
 * head row is alone in that log, so the look-up under it is exact.
 *
 * <p>While one commits, the next may follow it on another connection: it counts on the heads that the first leaves
 * behind, copies its records, and locks the heads only when the first is committed. Are they what it counted on, nobody
 * came between, and its look-up was exact too; if not, it stores nothing. Blocks; one thread at a time.
 */
final class AppendTransaction {
    // a statement of its own, because it has to see what was committed while the first one waited for the locks
    private static final String FIND_RECEIPTS = """
            select log_id, export_key, first_index, count from export_receipt
            where (log_id, export_key) in (select * from unnest(?::int[], ?::bytea[]))""";
    private static final String INSERT_RECEIPTS = """
            insert into export_receipt (log_id, export_key, first_index, count, received_unix_nanos)
            select * from unnest(?::int[], ?::bytea[], ?::bigint[], ?::int[], ?::bigint[])""";

    /** A unique index has it: another writer's record of the same nanosecond is at the index that was counted on. */
    private static final String PLACE_TAKEN = "23505";

    private final RecordCopy copy = new RecordCopy("record", RecordColumn.ALL);

    /**
     * Appends what of {@code group} is new and commits; rolls back whatever fails.
     *
     * @param lead told before COMMIT what is left behind
     */
    List<AppendOutcome> run(Connection connection, List<AppendRequest> group, Lead lead) throws SQLException {
        try {
            var plan = plan(connection, group);
            if (!plan.placed().isEmpty()) {
                store(connection, plan);
            }
            lead.stored(plan);
            connection.commit();
            return plan.outcomes();
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /**
     * Does the same behind a transaction that has not committed yet.
     *
     * @param before which said what it leaves behind
     * @return empty when that one was not committed, or somebody else has or had one of the heads since: then nothing
     *     is stored
     */
    Optional<List<AppendOutcome>> follow(Connection connection, Lead before, List<AppendRequest> group, Lead lead)
            throws SQLException {
        try {
            var plan = planAfter(connection, before.leftNow(), group);
            if (!plan.placed().isEmpty()) {
                copy(connection, plan);
            }
            if (!before.awaitCommit() || !plan.startsAt(lockFreeHeads(connection, plan.grown()))) {
                connection.rollback();
                return Optional.empty();
            }
            if (!plan.placed().isEmpty()) {
                remember(connection, plan);
            }
            lead.stored(plan);
            connection.commit();
            return Optional.of(plan.outcomes());
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            if (failure instanceof SQLException refused && PLACE_TAKEN.equals(refused.getSQLState())) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Does all that {@link #run} does, but for COMMIT. */
    void tryOut(Connection connection, List<AppendRequest> group) throws SQLException {
        try {
            store(connection, plan(connection, group));
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

    private static AppendPlan plan(Connection connection, List<AppendRequest> group) throws SQLException {
        var heads = lockHeads(connection, logIds(group).toArray());
        return placed(group, new AppendPlan(heads, findReceipts(connection, group)));
    }

    private static AppendPlan planAfter(Connection connection, Lead.Left left, List<AppendRequest> group)
            throws SQLException {
        var others =
                logIds(group).filter(logId -> !left.heads().containsKey(logId)).toArray();
        // before the look-up: what comes between them is found there, and makes the head another
        var heads = new HashMap<>(left.heads());
        if (others.length > 0) {
            heads.putAll(heads(connection, HeadStatements.JDBC.read(), others));
        }
        var seen = new HashMap<>(findReceipts(connection, group));
        seen.putAll(left.receipts());
        return placed(group, new AppendPlan(heads, seen));
    }

    private static Stream<Integer> logIds(List<AppendRequest> group) {
        return group.stream().map(request -> request.tenant().id()).distinct();
    }

    private static AppendPlan placed(List<AppendRequest> group, AppendPlan plan) {
        var now = System.nanoTime();
        group.forEach(request -> plan.add(request, now));
        return plan;
    }

    static Map<Integer, Frontier> lockHeads(Connection connection, Object... logIds) throws SQLException {
        return heads(connection, HeadStatements.JDBC.lock(), logIds);
    }

    /** Waits for nobody: who waits with records that others may run into could be waited for. */
    private static Map<Integer, Frontier> lockFreeHeads(Connection connection, Map<Integer, Frontier> grown)
            throws SQLException {
        return grown.isEmpty()
                ? Map.of()
                : heads(
                        connection,
                        HeadStatements.JDBC.lockFree(),
                        grown.keySet().toArray());
    }

    private static Map<Integer, Frontier> heads(Connection connection, String sql, Object... logIds)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
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

    void store(Connection connection, AppendPlan plan) throws SQLException {
        copy(connection, plan);
        remember(connection, plan);
    }

    /** A door to the ledger through which no leaf goes that an auditor would refuse. */
    private void copy(Connection connection, AppendPlan plan) throws SQLException {
        plan.placed().stream().map(PlacedRecord::sealed).map(SealedRecord::leaf).forEach(LeafForm::check);
        var copied = copy.copy(connection.unwrap(PGConnection.class).getCopyAPI(), plan.placed());
        AppendPlan.checkCount("record", copied, plan.placed().size());
    }

    private static void remember(Connection connection, AppendPlan plan) throws SQLException {
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
