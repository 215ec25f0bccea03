// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static io.deedbook.storage.audit.TestAudit.audit;
import static io.deedbook.storage.audit.TestAudit.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export as a whole: what it holds, and what it says of itself. */
class ExportAuditTest {
    private static final int RECORDS = 600;

    @TempDir
    private Path folder;

    @Test
    void aWholeLogIsVerified() throws IOException {
        new TestExport(folder, RECORDS).writeLog(1, 256, 300);
        var report = audit(folder);
        assertThat(report.findings()).isEmpty();
        assertThat(report.ok()).isTrue();
        assertThat(report.entries()).isEqualTo(RECORDS);
        assertThat(report.checkpoints()).isEqualTo(4);
        assertThat(report.tiles()).isEqualTo(4);
        assertThat(report.parts()).containsExactly(Map.entry(PartVerdict.VERIFIED, 4L * RECORDS));
    }

    @Test
    void someRecordsAreVerifiedByTheirProofs() throws IOException {
        new TestExport(folder, RECORDS).writeSome(0, 7, 255, 256, 599);
        var report = audit(folder);
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(5);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aProofForAnotherIndexShows() throws IOException {
        var export = new TestExport(folder, 5).writeSome(4);
        export.replace("records.jsonl", "\"index\":4", "\"index\":1");
        assertThat(codes(folder)).containsExactly("index-out-of-range");
    }

    @Test
    void aProofUnderAnotherCheckpointShows() throws IOException {
        var export = new TestExport(folder, 9).writeSome(4);
        export.write("checkpoint", export.checkpoint(8, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        export.replace("export.json", "\"size\":9", "\"size\":8");
        assertThat(codes(folder)).containsExactly("proof-malformed");
    }

    @Test
    void entriesThatAreHiddenBehindABeginningShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.replace("export.json", "\"first\":0", "\"first\":512");
        dropRecords(512);
        export.replace("export.json", "\"records\":600", "\"records\":88");
        assertThat(codes(folder)).containsExactly("entries-missing");
    }

    @Test
    void entriesThatARetentionRemovedAreAccountedFor() throws IOException {
        var export = new TestExport(folder, RECORDS).own("retention", Map.of("entries", "0-511", "before", "1"));
        export.writeLog();
        Files.delete(folder.resolve("tile/entries/000"));
        Files.delete(folder.resolve("tile/entries/001"));
        export.replace("export.json", "\"first\":0", "\"first\":512");
        export.replace("export.json", "\"records\":601", "\"records\":89");
        dropRecords(512);
        assertThat(audit(folder).findings()).isEmpty();
        assertThat(audit(folder).entries()).isEqualTo(89);
        export.writeLog();
        assertThat(codes(folder)).containsExactly("not-erased");
    }

    private void dropRecords(int count) throws IOException {
        var lines = Files.readAllLines(folder.resolve("records.jsonl"));
        Files.write(folder.resolve("records.jsonl"), lines.subList(count, lines.size()));
    }

    @Test
    void recordsThatAnExportLeavesOutShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.replace("export.json", "\"records\":600", "\"records\":0");
        dropRecords(600);
        assertThat(codes(folder)).containsExactly("record-count");
    }

    @Test
    void recordsThatAreLeftOutShow() throws IOException {
        new TestExport(folder, 20).writeSome(1, 2, 3);
        var lines = Files.readAllLines(folder.resolve("records.jsonl"));
        Files.write(folder.resolve("records.jsonl"), lines.subList(0, 2));
        assertThat(codes(folder)).containsExactly("record-count");
        Files.write(folder.resolve("records.jsonl"), List.of(lines.get(1), lines.get(0), lines.get(2)));
        assertThat(codes(folder)).contains("record-malformed");
    }

    @Test
    void recordsWithoutTheExportTheyBelongToShow() throws IOException {
        new TestExport(folder, 20).writeLog();
        Files.delete(folder.resolve("export.json"));
        assertThat(codes(folder)).containsExactly("file-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\":\"deedbook-export/v2\"}"})
    void whatIsNoExportIsRefused(String manifest) throws IOException {
        new TestExport(folder, 20).writeLog();
        Files.writeString(folder.resolve("export.json"), manifest);
        assertThatThrownBy(() -> audit(folder)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aZipWithTwoFilesOfOneNameIsRefused() throws IOException {
        var zip = folder.resolve("export.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (var name : List.of("records.jsonA", "records.jsonB")) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }
        var bytes = new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1);
        Files.write(zip, bytes.replace("records.jsonB", "records.jsonA").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new ZipFiles(zip)).isInstanceOf(IOException.class);
    }
}
