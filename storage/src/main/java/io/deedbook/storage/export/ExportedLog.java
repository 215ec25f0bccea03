// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.evidence.LogKeyTable;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * The log that an export is of, as of its latest checkpoint.
 *
 * @param origin of the epoch that the checkpoint belongs to
 * @param keys that sign the log or did, as the database says
 * @param note the checkpoint, with the lines of witnesses
 * @param first entry that is still there
 * @param size that it covers
 */
record ExportedLog(Tenant tenant, String origin, List<LogKey> keys, String note, long first, long size) {
    static Future<ExportedLog> read(SqlClient client, Tenant tenant) {
        return LogKeyTable.read(client, tenant.id())
                .compose(keys -> client.preparedQuery("select c.note, coalesce(p.size, 0) from cosigned_checkpoint c"
                                + " left join pruned_log p on p.log_id = c.log_id"
                                + " where c.log_id = $1 order by c.size desc limit 1")
                        .execute(Tuple.of(tenant.id()))
                        .map(rows -> log(tenant, keys, rows)));
    }

    private static ExportedLog log(Tenant tenant, List<LogKey> keys, RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new IllegalArgumentException(
                    "There is no checkpoint yet, so nothing can be proven. Try again in a second.");
        }
        var row = rows.iterator().next();
        var note = row.getString(0);
        var checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
        return new ExportedLog(tenant, checkpoint.origin(), keys, note, row.getLong(1), checkpoint.size());
    }

    /** The epoch of the checkpoint. */
    int epoch() {
        return keys.stream()
                .filter(key -> key.vkey().name().equals(origin))
                .mapToInt(LogKey::epoch)
                .findFirst()
                .orElse(1);
    }

    /** Whom a verifier would trust who believed this server: every key of the log, and no witness. */
    byte[] policy() {
        return TlogPolicy.ofLogs(keys.stream().map(LogKey::vkey).toList()).format();
    }
}
