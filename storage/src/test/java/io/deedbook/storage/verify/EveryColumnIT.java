// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.storage.evidence.LogRegistry;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What someone with all rights on the database could set a column to, and where a row could be moved. */
class EveryColumnIT extends PublishedLog {
    @Test
    void verify_findsAnEditBetweenNothingAndEmpty() throws SQLException {
        ledger.append(tenant, List.of(new Sealer().seal(new RecordDraft(1, 2))));
        assertThat(verify().ok()).isTrue();
        ledger.tamper("update record set truncated = null, event = '', rules = '{}', pii = null where idx = 600");
        assertThat(verify().findings()).extracting(Finding::detail).containsExactlyInAnyOrder("column pii");
        ledger.tamper("update record set pii = '{}' where idx = 600");
        assertThat(verify().findings())
                .extracting(Finding::detail)
                .containsExactlyInAnyOrder("column truncated", "column event", "column rules");
    }

    @Test
    void verify_findsRowsMovedBetweenTenants() throws SQLException {
        var other =
                ledger.tenant("other", new LogRegistry(ledger.vertx(), keys, "audit.example.com", new SecureRandom()));
        ledger.append(other, 300);
        await(publisher.publishNow());
        ledger.tamper("update record set log_id = -1 where idx = 50 and log_id = " + tenant.id());
        ledger.tamper("update record set log_id = " + tenant.id() + " where idx = 50 and log_id = " + other.id());
        ledger.tamper("update record set log_id = " + other.id() + " where log_id = -1");
        assertFound(verify(), FindingCode.ROOT_MISMATCH, 300);
        assertFound(verify(), FindingCode.TILE_MISMATCH, 50);
        var report = await(new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "other", VerifyOptions.none()));
        assertFound(report, FindingCode.ROOT_MISMATCH, 300);
    }

    @Test
    void verify_findsWhatWasPutBeforeTheBeginning() throws SQLException {
        ledger.tamper("alter table record drop constraint record_idx_check");
        ledger.tamper("update record set idx = -1 where idx = 300");
        assertFound(verify(), FindingCode.ENTRIES_UNEXPECTED, -1);
        ledger.tamper("update checkpoint set size = -5 where size = 300");
        assertFound(verify(), FindingCode.SIZE_MISMATCH, -5);
    }

    /**
     * Schema-driven, so that a column that is added and that nothing checks fails here. Not among them: when a
     * checkpoint was stored, and whether an earlier one is there at all, which takes nothing from what the others
     * prove.
     */
    @Test
    void verify_findsAnEditOfEveryColumnThatMeansAnything() throws SQLException {
        ledger.tamper("alter table record drop constraint record_idx_check");
        var columns = await(ledger.pool()
                .query("select table_name::text, column_name::text, data_type::text from information_schema.columns"
                        + " where table_schema = current_schema() and column_name <> 'created_at'"
                        + " and table_name in ('record', 'checkpoint', 'log', 'log_head', 'tile')"
                        + " and (table_name, column_name) <> ('checkpoint', 'log_id')")
                .execute());
        assertThat(columns.size()).isGreaterThan(60);
        for (var column : columns) {
            var name = column.getString(1);
            assertEditIsFound(column.getString(0), name, edited(name, column.getString(2)));
        }
    }

    /** Another value of the column's type that no constraint refuses. */
    private static String edited(String name, String type) {
        return switch (type) {
            case "text" -> name.equals("public_id") ? "'0123456789abcdef'" : "coalesce(" + name + ", '') || 'x'";
            case "ARRAY" -> "array['x']";
            case "jsonb" -> "'{\"x\":1}'";
            case "uuid" -> "'00000000-0000-0000-0000-000000000000'";
            case "bytea" ->
                name.equals("frontier")
                        ? "set_byte(frontier, 0, get_byte(frontier, 0) # 1)"
                        : "coalesce(set_byte(" + name + ", 5, get_byte(" + name + ", 5) # 1), '\\x00')";
            default -> "coalesce(" + name + ", 0) + 7";
        };
    }

    private void assertEditIsFound(String table, String column, String value) throws SQLException {
        var row = switch (table) {
            case "record" -> " where idx = 8";
            case "checkpoint" -> " where size = 300";
            case "tile" -> " where number = 1";
            default -> "";
        };
        ledger.tamper("drop table if exists saved");
        ledger.tamper("create table saved as select * from " + table);
        ledger.tamper("update " + table + " set " + column + " = " + value + row);
        assertThat(isOk()).as(table + '.' + column).isFalse();
        ledger.tamper("delete from " + table);
        ledger.tamper("insert into " + table + " select * from saved");
        assertThat(isOk()).as("as it was").isTrue();
    }

    /** A log whose rows don't belong together can't be verified at all: not a verdict of its own, and not green. */
    private boolean isOk() {
        return await(new LedgerVerifier(ledger.vertx())
                .verify(ledger.pool(), "acme", new VerifyOptions(vkey, keys, null))
                .transform(report -> Future.succeededFuture(
                        report.succeeded() && report.result().ok())));
    }

    private VerificationReport verify() {
        return await(
                new LedgerVerifier(ledger.vertx()).verify(ledger.pool(), "acme", new VerifyOptions(vkey, null, null)));
    }

    private static void assertFound(VerificationReport report, FindingCode code, long index) {
        assertThat(report.ok()).isFalse();
        assertThat(report.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.index()).isEqualTo(index);
        });
    }
}
