// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The checkpoints that wait for witnesses, and the lines that came. Thread-safe. */
final class CosignatureTable {
    private static final int LOGS_MAX = 100_000;
    private static final long TIMEOUT_SECONDS = 10;

    private final SqlClient client;

    CosignatureTable(SqlClient client) {
        this.client = client;
    }

    /**
     * A log's latest checkpoint.
     *
     * @param note as the log signed it
     */
    record Published(Tenant tenant, Checkpoint checkpoint, SignedNote note) {}

    /** Logs whose latest checkpoint lacks a line by one of these keys, the longest waiting first. */
    Future<List<Integer>> due(List<Vkey> keys) {
        var ids = keys.stream().map(WitnessAddress::id).toArray(String[]::new);
        return client.preparedQuery("select l.id from log l join lateral"
                        + " (select size, created_at from checkpoint where log_id = l.id order by size desc limit 1) c on true"
                        + " where (select count(*) from cosignature x where x.log_id = l.id and x.size = c.size"
                        + " and x.witness = any($1::text[])) < $2 order by c.created_at limit $3")
                .execute(Tuple.of(ids, ids.length, LOGS_MAX))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> {
                    var due = new ArrayList<Integer>(rows.size());
                    rows.forEach(row -> due.add(row.getInteger(0)));
                    return due;
                });
    }

    /** The latest checkpoint of a log; empty where there is none. */
    Future<Optional<Published>> latest(int logId) {
        return client.preparedQuery("select t.name, c.note from checkpoint c join tenant t on t.id = c.log_id"
                        + " where c.log_id = $1 order by c.size desc limit 1")
                .execute(Tuple.of(logId))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> {
                    for (var row : rows) {
                        var note = SignedNote.parse(row.getString(1));
                        return Optional.of(new Published(
                                new Tenant(logId, row.getString(0)), Checkpoint.parse(note.text()), note));
                    }
                    return Optional.<Published>empty();
                });
    }

    /** How many records the log has now. */
    Future<Long> head(int logId) {
        return client.preparedQuery("select size from log_head where log_id = $1")
                .execute(Tuple.of(logId))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Stores lines; those that are there already stay. */
    Future<Void> insert(Published published, Map<Vkey, NoteSignature> lines) {
        var batch = new ArrayList<Tuple>();
        lines.forEach((key, line) -> batch.add(Tuple.of(
                published.tenant().id(),
                published.checkpoint().size(),
                WitnessAddress.id(key),
                SignedNote.lines(List.of(line)))));
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return client.preparedQuery("insert into cosignature (log_id, size, witness, line)"
                        + " values ($1, $2, $3, $4) on conflict do nothing")
                .executeBatch(batch)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .mapEmpty();
    }

    /** The checkpoint with all the lines that are stored by now. */
    Future<SignedNote> cosigned(Published published) {
        return client.preparedQuery(
                        "select string_agg(line, '' order by witness) from cosignature where log_id = $1 and size = $2")
                .execute(
                        Tuple.of(published.tenant().id(), published.checkpoint().size()))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> {
                    var lines = rows.iterator().next().getString(0);
                    return lines == null
                            ? published.note()
                            : SignedNote.parse(published.note().format() + lines);
                });
    }

    /** Notes that the checkpoint has its quorum; says whether that is new. */
    Future<Boolean> markWitnessed(Published published) {
        return client.preparedQuery(
                        "insert into witnessed_checkpoint (log_id, size) values ($1, $2) on conflict do nothing")
                .execute(
                        Tuple.of(published.tenant().id(), published.checkpoint().size()))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> rows.rowCount() == 1);
    }
}
