// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.erasure.ErasureJournal.Added;
import io.deedbook.storage.erasure.ErasureJournal.Place;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** How much of each journal the database has in it: what a restored backup lacks is what comes after. */
final class JournalTable {
    private static final int LOGS_MAX = 100_000;

    private JournalTable() {}

    /** A log and whose it is. */
    record Log(Tenant tenant, String publicId) {}

    static Future<List<Log>> logs(SqlClient client) {
        return client.query("select l.id, t.name, l.public_id from log l join tenant t on t.id = l.id order by l.id"
                        + " limit " + LOGS_MAX)
                .execute()
                .map(rows -> {
                    var logs = new ArrayList<Log>(rows.size());
                    rows.forEach(row ->
                            logs.add(new Log(new Tenant(row.getInteger(0), row.getString(1)), row.getString(2))));
                    return logs;
                });
    }

    static Future<Long> applied(SqlClient client, int logId, String journal) {
        return client.preparedQuery("select applied_bytes from erasure_journal where log_id = $1 and journal = $2")
                .execute(Tuple.of(logId, journal))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0));
    }

    /**
     * Notes a line whose erasure is in the same transaction, unless one before it is not applied, which would be passed
     * over.
     */
    static Future<Void> applyNext(SqlClient client, int logId, Added added) {
        return client.preparedQuery("insert into erasure_journal (log_id, journal, applied_bytes)"
                        + " select $1::int, $2::text, $3::bigint where $5::boolean or exists (select from erasure_journal"
                        + " where log_id = $1::int and journal = $2::text and applied_bytes = $4::bigint)"
                        + " on conflict (log_id, journal) do update set applied_bytes = excluded.applied_bytes"
                        + " where erasure_journal.applied_bytes = $4::bigint")
                .execute(Tuple.of(logId, added.end().name(), added.end().bytes(), added.beginBytes(), added.isFirst()))
                .mapEmpty();
    }

    static Future<Void> apply(SqlClient client, int logId, Place place) {
        return client.preparedQuery("insert into erasure_journal (log_id, journal, applied_bytes) values ($1, $2, $3)"
                        + " on conflict (log_id, journal) do update set applied_bytes = excluded.applied_bytes")
                .execute(Tuple.of(logId, place.name(), place.bytes()))
                .mapEmpty();
    }
}
