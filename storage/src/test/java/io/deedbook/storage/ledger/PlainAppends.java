// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.postgres.Turn;
import io.deedbook.storage.postgres.WriterConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * What the ledger is compared with: the same records in one transaction a group into a table like {@code record}
 * without leaf, leaf hash and salts, under no head lock and in no tree. For benchmarks alone.
 */
final class PlainAppends implements Appending {
    /** The salts of four parts, the leaf and its hash: the last columns. */
    private static final int EVIDENCE = 6;

    private static final String TABLE = """
            create table plain_record (like record including defaults) with (toast_tuple_target = 8160);
            alter table plain_record drop column leaf, drop column leaf_hash, drop column actor_salt,
                drop column attributes_salt, drop column content_salt, drop column facts_salt;
            create unique index on plain_record (log_id, idx, received_unix_nanos);
            create index on plain_record (id);
            create index on plain_record (log_id, hashtextextended(session_id, 0), idx)
                where session_id is not null;
            create index on plain_record (log_id, idx) where kind = 'finding';
            create index on plain_record (log_id, idx) where kind in ('erasure', 'retention');
            grant insert on plain_record to deedbook_writer""";

    private final WriterConnection connection;
    private final WorkerExecutor thread;
    private final RecordCopy copy =
            new RecordCopy("plain_record", RecordColumn.ALL.subList(0, RecordColumn.ALL.size() - EVIDENCE));
    private final AtomicLong nextIndex = new AtomicLong();

    private PlainAppends(Vertx vertx, WriterConnection connection) {
        this.connection = connection;
        thread = vertx.createSharedWorkerExecutor("plain", 1);
    }

    static Future<PlainAppends> create(Vertx vertx, WriterConnection connection, Pool owner) {
        return owner.query(TABLE).execute().map(made -> new PlainAppends(vertx, connection));
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax, Lead before, Lead own) {
        return thread.executeBlocking(() -> connection.with(new Turn(), open -> insert(open, group, own)));
    }

    @Override
    public Future<Void> tryOut(AppendRequest request, long millisMax) {
        return Future.succeededFuture();
    }

    private List<AppendOutcome> insert(Connection open, List<AppendRequest> group, Lead own) throws SQLException {
        var placed = new ArrayList<PlacedRecord>();
        var outcomes = new ArrayList<AppendOutcome>();
        for (var request : group) {
            var count = request.records().size();
            var first = nextIndex.getAndAdd(count);
            IntStream.range(0, count)
                    .forEach(position -> placed.add(new PlacedRecord(
                            request.tenant().id(),
                            first + position,
                            request.records().get(position))));
            outcomes.add(new AppendOutcome.Stored(new Receipt(first, count, false)));
        }
        copy.copy(open.unwrap(PGConnection.class).getCopyAPI(), placed);
        own.stored();
        open.commit();
        return outcomes;
    }
}
