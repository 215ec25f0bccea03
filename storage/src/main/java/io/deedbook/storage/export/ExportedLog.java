// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * The log that an export is of, as of its latest checkpoint.
 *
 * @param vkey that signs, as the database says
 * @param note the checkpoint, verbatim
 * @param first entry that is still there
 * @param size that it covers
 */
record ExportedLog(Tenant tenant, String origin, String vkey, String note, long first, long size) {
    static Future<ExportedLog> read(SqlClient client, Tenant tenant) {
        return client.preparedQuery(
                        "select l.origin, l.vkey, c.note, coalesce(p.size, 0) from log l join checkpoint c on c.log_id = l.id"
                                + " left join pruned_log p on p.log_id = l.id"
                                + " where l.id = $1 order by c.size desc limit 1")
                .execute(Tuple.of(tenant.id()))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.failedFuture(new IllegalArgumentException(
                                "There is no checkpoint yet, so nothing can be proven. Try again in a second."));
                    }
                    var row = rows.iterator().next();
                    var note = row.getString(2);
                    var size = Checkpoint.parse(SignedNote.parse(note).text()).size();
                    return Future.succeededFuture(
                            new ExportedLog(tenant, row.getString(0), row.getString(1), note, row.getLong(3), size));
                });
    }

    /** Whom a verifier would trust who believed this server: the log, and no witness. */
    String policy() {
        return "log " + vkey + "\nquorum none\n";
    }
}
