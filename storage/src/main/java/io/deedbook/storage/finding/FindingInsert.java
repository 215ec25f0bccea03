// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.finding.FindingCursors.Move;
import io.deedbook.storage.finding.FindingDrafts.Drafts;
import io.deedbook.storage.finding.FindingDrafts.Sealed;
import io.deedbook.storage.ledger.EntryLedger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What belongs into the transaction that appends findings to one log or several: the cursors, whose rows keep other
 * collectors from the same findings, and the rows of those that were not found before. Used for one transaction; the
 * ledger's thread at work, then whoever waited for it.
 */
final class FindingInsert implements EntryLedger.Work {
    private static final String INSERT = """
            insert into finding (log_id, key, rule, record_id)
            select * from unnest(?::int[], ?::bytea[], ?::text[], ?::uuid[])
            on conflict (log_id, key) do nothing returning log_id, key""";

    private final FindingCursors cursors;
    private final List<Move> moves;
    private final Drafts drafts;

    // Mutable state.
    private List<Sealed> fresh = List.of();

    /** @param moves of the cursors of all logs that the drafts are about */
    FindingInsert(FindingCursors cursors, List<Move> moves, Drafts drafts) {
        this.cursors = cursors;
        this.moves = moves;
        this.drafts = drafts;
    }

    @Override
    public Map<Integer, List<SealedRecord>> prepare(Connection connection) throws SQLException {
        cursors.move(connection, moves);
        fresh = insert(connection, drafts.findings());
        return fresh.stream()
                .collect(Collectors.groupingBy(Sealed::logId, Collectors.mapping(Sealed::entry, Collectors.toList())));
    }

    /** Erasures need the heads too. */
    @Override
    public boolean confirm(Connection connection) throws SQLException {
        return drafts.parts().areThere(connection);
    }

    /** Those that were stored, once they are. */
    List<Sealed> fresh() {
        return fresh;
    }

    private static List<Sealed> insert(Connection connection, List<Sealed> findings) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setArray(1, array(connection, "int4", findings, Sealed::logId));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bytea", findings.stream().map(Sealed::key).toArray(byte[][]::new)));
            statement.setArray(
                    3,
                    array(
                            connection,
                            "text",
                            findings,
                            finding -> finding.conclusion().rule().slug()));
            statement.setArray(4, array(connection, "uuid", findings, Sealed::id));
            var keys = new HashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(name(rows.getInt(1), rows.getBytes(2)));
                }
            }
            return findings.stream()
                    .filter(finding -> keys.remove(name(finding.logId(), finding.key())))
                    .toList();
        }
    }

    private static String name(int logId, byte[] key) {
        return logId + "/" + HexFormat.of().formatHex(key);
    }

    private static Array array(
            Connection connection, String type, List<Sealed> findings, Function<Sealed, Object> entry)
            throws SQLException {
        return connection.createArrayOf(type, findings.stream().map(entry).toArray());
    }
}
