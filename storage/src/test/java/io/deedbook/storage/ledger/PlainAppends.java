// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What the ledger is compared with: the same records in one transaction a group into a table like {@code record} without leaf,
 * leaf hash and salts, under no head lock and in no tree. For benchmarks alone.
 */
final class PlainAppends implements Appending {
    /** The salts of four parts, the leaf and its hash: the last columns of the statement. */
    private static final int EVIDENCE = 6;

    private static final String TABLE = """
            create table plain_record (like record including defaults);
            alter table plain_record drop column leaf, drop column leaf_hash, drop column actor_salt,
                drop column attributes_salt, drop column content_salt, drop column facts_salt;
            create unique index on plain_record (log_id, idx, received_unix_nanos);
            create index on plain_record (id);
            create index on plain_record (log_id, session_id, idx) where session_id is not null;
            create index on plain_record using brin (occurred_unix_nanos);
            create index on plain_record (log_id, idx) where kind = 'finding'""";

    private static final String SQL = sql();

    private final Pool pool;
    private final AtomicLong nextIndex = new AtomicLong();

    private PlainAppends(Pool pool) {
        this.pool = pool;
    }

    static Future<PlainAppends> create(Pool owner) {
        return owner.query(TABLE).execute().map(made -> new PlainAppends(owner));
    }

    private static String sql() {
        var names = RecordInsert.SQL
                .substring(RecordInsert.SQL.indexOf('(') + 1, RecordInsert.SQL.indexOf(')'))
                .split(", ");
        var kept = names.length - EVIDENCE;
        var selected = RecordInsert.SQL
                .substring(RecordInsert.SQL.indexOf(" select ") + 8, RecordInsert.SQL.indexOf(" from unnest("))
                .split(", ");
        var parameters = RecordInsert.SQL
                .substring(RecordInsert.SQL.indexOf("unnest(") + 7, RecordInsert.SQL.indexOf(") as r"))
                .split(", ");
        return "insert into plain_record (" + first(names, kept) + ") select " + first(selected, kept) + " from unnest("
                + first(parameters, kept) + ") as r (" + first(names, kept) + ")";
    }

    private static String first(String[] items, int count) {
        return String.join(", ", Arrays.asList(items).subList(0, count));
    }

    @Override
    public Future<List<AppendOutcome>> append(List<AppendRequest> group) {
        return pool.withTransaction(connection -> insert(connection, group));
    }

    @Override
    public Future<Void> tryOut(AppendRequest request) {
        return Future.succeededFuture();
    }

    private Future<List<AppendOutcome>> insert(SqlConnection connection, List<AppendRequest> group) {
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
        var arrays = RecordInsert.arrays(placed);
        var kept = Tuple.tuple();
        for (var position = 0; position < arrays.size() - EVIDENCE; position++) {
            kept.addValue(arrays.getValue(position));
        }
        return connection.preparedQuery(SQL).execute(kept).map(inserted -> outcomes);
    }
}
