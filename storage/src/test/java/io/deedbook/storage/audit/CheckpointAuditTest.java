// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static io.deedbook.storage.audit.TestAudit.audit;
import static io.deedbook.storage.audit.TestAudit.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.TestKeys;
import io.deedbook.storage.tlog.TlogPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that were edited, are by somebody else, or do not fit one that the auditor kept. */
class CheckpointAuditTest {
    private static final int RECORDS = 600;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\n600\n'|'\n601\n'|bad-signature",
                "'example.com'|'example.org'|unknown-origin",
                "'\n600\n'|'\n0600\n'|checkpoint-malformed",
                "'\n600\n'|'\r\n600\r\n'|checkpoint-malformed",
                "'=\n\n'|'=\n\n\n'|checkpoint-malformed",
                "'=\n\n'|'\n\n'|checkpoint-malformed"
            })
    void aCheckpointThatWasEditedShows(String old, String with, String code) throws IOException {
        new TestExport(folder, RECORDS).writeLog().replace("checkpoint", old, with);
        assertThat(codes(folder)).containsExactly(code);
    }

    @Test
    void aCheckpointOfWhichTheRootOrTheSignatureWasEditedShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        var note = export.checkpoint(RECORDS, TestExport.KEY);
        for (var at : List.of(note.indexOf("\n600\n") + 5, note.lastIndexOf(' ') + 20)) {
            var other = note.charAt(at) == 'A' ? 'B' : 'A';
            var edited = note.substring(0, at) + other + note.substring(at + 1);
            export.write("checkpoint", edited.getBytes(StandardCharsets.UTF_8));
            assertThat(codes(folder)).containsExactly("bad-signature");
        }
        export.write("checkpoint", note.substring(0, note.length() - 1).getBytes(StandardCharsets.UTF_8));
        assertThat(codes(folder)).containsExactly("checkpoint-malformed");
    }

    @Test
    void aCheckpointByAnotherKeyShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.write("checkpoint", export.checkpoint(RECORDS, 101).getBytes(StandardCharsets.UTF_8));
        export.write(
                "policy",
                TlogPolicy.ofLogs(List.of(TestKeys.log(TestExport.ORIGIN, 101))).format());
        assertThat(codes(folder)).containsExactly("no-trusted-signature");
        var nothing = new Trust(Optional.empty(), Optional.empty(), TestAudit.NOW);
        assertThat(audit(folder, nothing).trustGiven()).isFalse();
    }

    @Test
    void anotherTenantsPolicyDoesNotFit() throws IOException {
        new TestExport(folder, 20).writeLog();
        var other = TestKeys.log("example.com/ledger/fedcba9876543210", TestExport.KEY);
        assertThat(audit(folder, other).findings())
                .extracting(AuditFinding::code)
                .containsExactly("unknown-origin");
    }

    @Test
    void anEarlierCheckpointThatIsNoBeginningShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.write(
                "checkpoints/300",
                new TestExport(folder, RECORDS).checkpoint(300, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(audit(folder).findings()).containsExactly(new AuditFinding("root-mismatch", 300, "checkpoint"));
        export.write("checkpoints/700", Files.readAllBytes(folder.resolve("checkpoint")));
        assertThat(codes(folder)).contains("rollback");
    }

    @Test
    void aLogThatLostItsEndShowsAgainstAKeptCheckpoint() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.subList(500, RECORDS).clear();
        export.writeLog();
        assertThat(audit(folder, kept).findings())
                .extracting(AuditFinding::code)
                .containsExactly("rollback");
    }

    @Test
    void aHistoryThatWasRewrittenShowsAgainstAKeptCheckpoint() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(500, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog();
        assertThat(audit(folder, kept).findings())
                .extracting(AuditFinding::code)
                .containsExactly("inconsistent");
    }

    @Test
    void twoHistoriesOfOneSizeAreAFork() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog();
        assertThat(audit(folder, kept).findings())
                .extracting(AuditFinding::code)
                .containsExactly("fork");
    }

    @Test
    void aKeptCheckpointThatFitsSaysNothing() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        for (var size : List.of(1, 255, 256, 599, RECORDS)) {
            assertThat(audit(folder, export.checkpoint(size, TestExport.KEY)).ok())
                    .isTrue();
        }
    }

    @Test
    void aKeptCheckpointIsHeldAgainstSomeRecordsAsFarAsThatGoes() throws IOException {
        var export = new TestExport(folder, 20);
        export.writeSome(4);
        assertThat(audit(folder, export.checkpoint(20, TestExport.KEY)).ok()).isTrue();
        assertThat(audit(folder, new TestExport(folder, 20).checkpoint(20, TestExport.KEY))
                        .findings())
                .extracting(AuditFinding::code)
                .containsExactly("fork");
        var smaller = export.checkpoint(10, TestExport.KEY);
        assertThatThrownBy(() -> audit(folder, smaller)).hasMessage("malformed: kept-not-comparable");
        var receipt = export.proof(4).format();
        assertThatThrownBy(() -> ProofAudit.run("receipt", receipt, TestAudit.trust(smaller)))
                .hasMessage("malformed: kept-not-comparable");
    }
}
