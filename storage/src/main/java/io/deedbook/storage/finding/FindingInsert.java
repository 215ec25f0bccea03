// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingDrafts.Drafts;
import io.deedbook.storage.finding.FindingDrafts.Sealed;
import io.deedbook.storage.ledger.EntryLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/**
 * What belongs into the transaction that appends findings: the cursor, whose row keeps other collectors from the same
 * findings, and the rows of those that were not found before. Used for one transaction; the ledger's thread at work,
 * then whoever waited for it.
 */
final class FindingInsert implements EntryLedger.Work {
    private static final String INSERT = """
            insert into finding (log_id, key, rule, record_id)
            select ?, f.key, f.rule, f.record_id from unnest(?::bytea[], ?::text[], ?::uuid[]) as f (key, rule, record_id)
            on conflict (log_id, key) do nothing returning key""";

    private final FindingCursors cursors;
    private final Move move;
    private final Drafts drafts;

    // Mutable state.
    private List<Sealed> fresh = List.of();

    FindingInsert(FindingCursors cursors, Move move, Drafts drafts) {
        this.cursors = cursors;
        this.move = move;
        this.drafts = drafts;
    }

    @Override
    public List<SealedRecord> prepare(Connection connection) throws SQLException {
        cursors.move(connection, move);
        fresh = insert(connection, drafts.findings());
        return fresh.stream().map(Sealed::entry).toList();
    }

    /** Erasures need the head too. */
    @Override
    public boolean confirm(Connection connection) throws SQLException {
        return drafts.parts().areThere(connection, move.logId());
    }

    /** Those that were stored, once they are. */
    List<Sealed> fresh() {
        return fresh;
    }

    private List<Sealed> insert(Connection connection, List<Sealed> findings) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, move.logId());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bytea", findings.stream().map(Sealed::key).toArray(byte[][]::new)));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            findings.stream()
                                    .map(finding -> finding.conclusion().rule().slug())
                                    .toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", findings.stream().map(Sealed::id).toArray()));
            var keys = new HashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(HexFormat.of().formatHex(rows.getBytes(1)));
                }
            }
            return findings.stream()
                    .filter(finding -> keys.remove(HexFormat.of().formatHex(finding.key())))
                    .toList();
        }
    }
}
