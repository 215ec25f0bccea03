// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.tlog.Frontier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/**
 * Appends the server's own entries in a transaction that does other things too: the statements of {@link OwnEntries}.
 */
final class EntryInsert {
    private EntryInsert() {}

    static Future<Map<Integer, Frontier>> lockHead(SqlClient client, int logId) {
        return client.preparedQuery(HeadStatements.NUMBERED.lock())
                .execute(Tuple.of((Object) new Integer[] {logId}))
                .map(EntryInsert::heads);
    }

    private static Map<Integer, Frontier> heads(RowSet<Row> rows) {
        var heads = new HashMap<Integer, Frontier>();
        for (var row : rows) {
            heads.put(
                    row.getInteger(0),
                    Frontier.of(row.getLong(1), row.getBuffer(2).getBytes()));
        }
        return heads;
    }

    /** Stores what is planned, and commits. */
    static Future<Void> store(SqlConnection connection, AppendPlan plan) {
        // COMMIT waits for the answers, though it could be sent along: a round trip more, and never half a group.
        return insert(connection, plan)
                .compose(stored -> connection.query("commit").execute())
                .mapEmpty();
    }

    /**
     * Stores what is planned in the transaction of {@code client}; no leaf goes in that an auditor would refuse.
     *
     * @throws io.deedbook.storage.tlog.MalformedException when there is one
     */
    static Future<Void> insert(SqlClient client, AppendPlan plan) {
        if (plan.placed().isEmpty()) {
            return Future.succeededFuture();
        }
        plan.placed().forEach(placed -> LeafForm.check(placed.sealed().leaf()));
        var inserted = client.preparedQuery(RecordInsert.SQL).execute(RecordInsert.arrays(plan.placed()));
        var moved = client.preparedQuery(HeadStatements.NUMBERED.move()).execute(heads(plan.grown()));
        return Future.join(inserted, moved).map(stored -> {
            AppendPlan.checkCount(
                    "record", inserted.result().rowCount(), plan.placed().size());
            AppendPlan.checkCount(
                    "log_head", moved.result().rowCount(), plan.grown().size());
            return null;
        });
    }

    private static Tuple heads(Map<Integer, Frontier> grown) {
        return Tuple.of(
                grown.keySet().toArray(Integer[]::new),
                grown.values().stream().map(Frontier::size).toArray(Long[]::new),
                grown.values().stream().map(head -> Buffer.buffer(head.bytes())).toArray(Buffer[]::new));
    }
}
