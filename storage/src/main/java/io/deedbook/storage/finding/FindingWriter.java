// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.correlate.Conclusion;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.finding.FindingCursors.Position;
import io.deedbook.storage.finding.FindingDrafts.Sealed;
import io.deedbook.storage.ledger.OwnEntries;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Stores what was found and moves the cursor behind the records it was found in, in one transaction: the row that makes it be
 * found once, and its entry in the ledger. Thread-safe.
 */
final class FindingWriter {
    private static final String INSERT = """
            insert into finding (log_id, key, rule, record_id)
            select $1, f.key, f.rule, f.record_id from unnest($2::bytea[], $3::text[], $4::uuid[]) as f (key, rule, record_id)
            on conflict (log_id, key) do nothing returning key""";

    private final Pool admin;
    private final OwnEntries entries;
    private final FindingCursors cursors;
    private final FindingDrafts drafts;
    private final FindingMetrics metrics;

    FindingWriter(Pool admin, Pool reader, OwnEntries entries, FindingCursors cursors, FindingMetrics metrics) {
        this.admin = admin;
        this.entries = entries;
        this.cursors = cursors;
        drafts = new FindingDrafts(reader);
        this.metrics = metrics;
    }

    /** Completes after COMMIT; fails when nothing was changed, with a {@link LeaseLostException} when another holds the log. */
    Future<Void> write(
            Tenant tenant, List<Conclusion> conclusions, Position from, Position to, long due, long nowUnixNanos) {
        if (conclusions.isEmpty()) {
            return cursors.move(admin, tenant.id(), from, to, due);
        }
        var stored = new ArrayList<Sealed>();
        return drafts.seal(tenant.id(), conclusions, nowUnixNanos)
                .compose(drafted -> entries.append(
                        tenant,
                        nowUnixNanos,
                        connection -> cursors.move(connection, tenant.id(), from, to, due)
                                .compose(moved -> drafts.confirm(connection, tenant.id(), drafted, nowUnixNanos))
                                .compose(findings -> insert(connection, tenant, findings)
                                        .map(inserted -> {
                                            stored.addAll(fresh(inserted, findings));
                                            return stored.stream()
                                                    .map(Sealed::entry)
                                                    .toList();
                                        }))))
                .map(indexes -> {
                    metrics.repeated(conclusions.size() - (long) stored.size());
                    stored.forEach(finding ->
                            metrics.stored(finding.conclusion().rule().level()));
                    return null;
                });
    }

    private static Future<RowSet<Row>> insert(SqlConnection connection, Tenant tenant, List<Sealed> findings) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.id(),
                        FindingDrafts.keys(findings).map(Buffer::buffer).toArray(Buffer[]::new),
                        findings.stream()
                                .map(finding -> finding.conclusion().rule().slug())
                                .toArray(String[]::new),
                        findings.stream().map(Sealed::id).toArray(UUID[]::new)));
    }

    /** Those that were not found before. */
    private static List<Sealed> fresh(RowSet<Row> inserted, List<Sealed> findings) {
        var keys = new HashSet<String>();
        for (var row : inserted) {
            keys.add(HexFormat.of().formatHex(row.getBuffer(0).getBytes()));
        }
        return findings.stream()
                .filter(finding -> keys.remove(HexFormat.of().formatHex(finding.key())))
                .toList();
    }
}
