// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static io.deedbook.storage.audit.TestAudit.audit;
import static io.deedbook.storage.audit.TestAudit.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.record.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that are not what the leaf says, are gone, or are there though they should not be. */
class PartAuditTest {
    @TempDir
    private Path folder;

    @Test
    void anotherPlaintextInAPartShows() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", export.entries.get(5).parts.get("content"));
        export.writeLog();
        assertThat(audit(folder).findings()).containsExactly(new AuditFinding("altered", 4, "part content"));
    }

    @Test
    void aPartOfAnotherRecordOrKindShows() throws IOException {
        var export = new TestExport(folder, 5).own("read", Map.of("count", "5"));
        export.entries.get(5).parts.put("actor", export.entries.get(4).parts.get("actor"));
        export.writeLog();
        assertThat(audit(folder).findings())
                .containsExactly(new AuditFinding("altered", 5, "part actor is not in the leaf"));
    }

    @Test
    void aCommitmentWithoutItsSaltIsNotGuessed() throws IOException {
        var export = new TestExport(folder, 2);
        var open = export.entries.get(1).parts.get("content");
        assertThat(Commitment.of(Part.CONTENT, new byte[32], open[1]))
                .isNotEqualTo(Commitment.of(Part.CONTENT, open[0], open[1]));
        export.entries.get(1).parts.put("content", new byte[][] {new byte[32], open[1]});
        export.writeLog();
        assertThat(codes(folder)).containsExactly("altered");
    }

    @Test
    void aPartThatIsGoneWithoutAnErasureIsMissing() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.writeLog();
        var report = audit(folder);
        assertThat(report.findings()).containsExactly(new AuditFinding("missing", 4, "part content"));
        assertThat(report.parts()).containsEntry(PartVerdict.MISSING, 1L);
    }

    @Test
    void aPartThatIsNotShownIsWithheld() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.entries.get(4).withheld.add("content");
        export.writeSome(4);
        var report = audit(folder);
        assertThat(report.ok()).isTrue();
        assertThat(report.parts()).containsEntry(PartVerdict.WITHHELD, 1L);
    }

    @Test
    void nothingIsWithheldFromAnExportOfTheWholeLog() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.entries.get(4).withheld.add("content");
        export.writeLog();
        assertThat(audit(folder).findings()).containsExactly(new AuditFinding("missing", 4, "part content"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartThatIsGoneWithAnErasureIsErased(boolean whole) throws IOException {
        var export = new TestExport(folder, 20);
        for (var index : List.of(3, 4, 7)) {
            export.entries.get(index).parts.put("content", null);
            export.entries.get(index).parts.put("actor", null);
        }
        export.own("erasure", Map.of("parts", "actor,content", "targets", "3-4,7", "reason", "art17"));
        if (whole) {
            export.writeLog();
        } else {
            export.writeSome(3, 4, 7, 20);
        }
        var report = audit(folder);
        assertThat(report.findings()).isEmpty();
        assertThat(report.parts()).containsEntry(PartVerdict.ERASED, 6L);
    }

    @Test
    void aPartThatIsThereThoughErasedShows() throws IOException {
        var export = new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", "3", "reason", "art17"));
        export.writeLog();
        assertThat(audit(folder).findings()).containsExactly(new AuditFinding("not-erased", 3, "part content"));
    }

    @Test
    void anErasureTouchesNothingThatComesAfterIt() throws IOException {
        var export = new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", "20", "reason", "art17"));
        export.writeLog();
        assertThat(codes(folder)).containsExactly("record-malformed");
    }

    @ParameterizedTest
    @CsvSource({"'0-'", "'-1'", "'3-2'", "'1,,2'", "'01'", "'x'", "'99999999999'"})
    void anErasureThatCannotBeReadShows(String targets) throws IOException {
        new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", targets, "reason", "art17"))
                .writeLog();
        assertThat(codes(folder)).contains("record-malformed");
    }

    @Test
    void whatAnErasureSaysIsNeverWithheld() throws IOException {
        var export = new TestExport(folder, 20).own("erasure", Map.of("parts", "content", "targets", "3"));
        export.entries.get(20).parts.put("content", null);
        export.entries.get(20).withheld.add("content");
        export.writeSome(3, 20);
        assertThat(audit(folder).findings()).containsExactly(new AuditFinding("missing", 20, "part content"));
    }

    @Test
    void whatWasErasedIsErasedWhateverIsSaidToBeWithheld() throws IOException {
        var export = new TestExport(folder, 20).own("erasure", Map.of("parts", "content", "targets", "3"));
        export.entries.get(3).parts.put("content", null);
        export.entries.get(3).withheld.add("content");
        export.writeSome(3, 20);
        assertThat(audit(folder).parts()).containsEntry(PartVerdict.ERASED, 1L).doesNotContainKey(PartVerdict.WITHHELD);
    }

    @Test
    void whatSaysSomethingOfTheLedgerItselfCannotBeErased() throws IOException {
        var export = new TestExport(folder, 20).own("hold", Map.of("reason", "litigation"));
        export.entries.get(20).parts.put("content", null);
        export.own("erasure", Map.of("parts", "content", "targets", "20"));
        export.writeLog();
        assertThat(codes(folder)).containsExactlyInAnyOrder("erasure-unallowed", "missing");
    }
}
