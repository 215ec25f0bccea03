// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TestKeys;
import io.deedbook.storage.tlog.TileBuilder;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of the ledger that an auditor meets away from it. */
class ExportAuditTest {
    private static final long NOW = 1_800_000_000;
    private static final int RECORDS = 600;

    @TempDir
    private Path folder;

    @Test
    void aWholeLogIsVerified() throws IOException {
        new TestExport(folder, RECORDS).writeLog(1, 256, 300);
        var report = audit();
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
        var report = audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(5);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void anEditedLeafShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog(300);
        var bundle = "tile/entries/000";
        export.edit(bundle, bytes -> bytes[bytes.length / 2] ^= 1);
        assertThat(codes()).contains("root-mismatch", "tile-mismatch", "entry-mismatch");
    }

    @Test
    void anEditedLeafWithItsProofShows() throws IOException {
        var export = new TestExport(folder, 20);
        var leaf = export.entries.get(4).leaf;
        export.writeSome(4);
        var text = Files.readString(folder.resolve("records.jsonl"));
        var old = base64(leaf);
        leaf[leaf.length - 4] ^= 1;
        Files.writeString(folder.resolve("records.jsonl"), text.replace(old, base64(leaf)));
        assertThat(codes()).containsExactly("inclusion-failed");
    }

    @Test
    void anotherPlaintextInAPartShows() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", export.entries.get(5).parts.get("content"));
        export.writeLog();
        assertThat(audit().findings()).containsExactly(new AuditFinding("altered", 4, "part content"));
    }

    @Test
    void aPartOfAnotherRecordOrKindShows() throws IOException {
        var export = new TestExport(folder, 5).own("read", Map.of("count", "5"));
        export.entries.get(5).parts.put("actor", export.entries.get(4).parts.get("actor"));
        export.writeLog();
        assertThat(audit().findings()).containsExactly(new AuditFinding("altered", 5, "part actor is not in the leaf"));
    }

    @Test
    void aPartThatIsGoneWithoutAnErasureIsMissing() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.writeLog();
        var report = audit();
        assertThat(report.findings()).containsExactly(new AuditFinding("missing", 4, "part content"));
        assertThat(report.parts()).containsEntry(PartVerdict.MISSING, 1L);
    }

    @Test
    void aPartThatIsNotShownIsWithheld() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.entries.get(4).withheld.add("content");
        export.writeSome(4);
        var report = audit();
        assertThat(report.ok()).isTrue();
        assertThat(report.parts()).containsEntry(PartVerdict.WITHHELD, 1L);
    }

    @Test
    void nothingIsWithheldFromAnExportOfTheWholeLog() throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).parts.put("content", null);
        export.entries.get(4).withheld.add("content");
        export.writeLog();
        assertThat(audit().findings()).containsExactly(new AuditFinding("missing", 4, "part content"));
    }

    @Test
    void whatAnErasureSaysIsNeverWithheld() throws IOException {
        var export = new TestExport(folder, 20).own("erasure", Map.of("parts", "content", "targets", "3"));
        export.entries.get(20).parts.put("content", null);
        export.entries.get(20).withheld.add("content");
        export.writeSome(3, 20);
        assertThat(audit().findings()).containsExactly(new AuditFinding("missing", 20, "part content"));
    }

    @Test
    void whatWasErasedIsErasedWhateverIsSaidToBeWithheld() throws IOException {
        var export = new TestExport(folder, 20).own("erasure", Map.of("parts", "content", "targets", "3"));
        export.entries.get(3).parts.put("content", null);
        export.entries.get(3).withheld.add("content");
        export.writeSome(3, 20);
        assertThat(audit().parts()).containsEntry(PartVerdict.ERASED, 1L).doesNotContainKey(PartVerdict.WITHHELD);
    }

    @Test
    void whatSaysSomethingOfTheLedgerItselfCannotBeErased() throws IOException {
        var export = new TestExport(folder, 20).own("hold", Map.of("reason", "litigation"));
        export.entries.get(20).parts.put("content", null);
        export.own("erasure", Map.of("parts", "content", "targets", "20"));
        export.writeLog();
        assertThat(codes()).containsExactlyInAnyOrder("erasure-unallowed", "missing");
    }

    @Test
    void entriesThatAreHiddenBehindABeginningShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.replace("export.json", "\"first\":0", "\"first\":512");
        dropRecords(512);
        export.replace("export.json", "\"records\":600", "\"records\":88");
        assertThat(codes()).containsExactly("entries-missing");
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
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().entries()).isEqualTo(89);
        export.writeLog();
        assertThat(codes()).containsExactly("not-erased");
    }

    @Test
    void recordsThatAnExportLeavesOutShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.replace("export.json", "\"records\":600", "\"records\":0");
        dropRecords(600);
        assertThat(codes()).containsExactly("record-count");
    }

    @Test
    void recordsWithoutTheExportTheyBelongToShow() throws IOException {
        new TestExport(folder, 20).writeLog();
        Files.delete(folder.resolve("export.json"));
        assertThat(codes()).containsExactly("file-missing");
    }

    @Test
    void aKeptCheckpointIsHeldAgainstSomeRecordsAsFarAsThatGoes() throws IOException {
        var export = new TestExport(folder, 20);
        export.writeSome(4);
        assertThat(audit(export.checkpoint(20, TestExport.KEY)).ok()).isTrue();
        assertThat(audit(new TestExport(folder, 20).checkpoint(20, TestExport.KEY))
                        .findings())
                .extracting(AuditFinding::code)
                .containsExactly("fork");
        var smaller = export.checkpoint(10, TestExport.KEY);
        assertThatThrownBy(() -> audit(smaller)).hasMessage("malformed: kept-not-comparable");
        var trust = new Trust(Optional.of(TlogPolicy.ofLogs(List.of(TestExport.VKEY))), Optional.of(smaller), NOW);
        var receipt = export.proof(4).format();
        assertThatThrownBy(() -> ProofAudit.run("receipt", receipt, trust))
                .hasMessage("malformed: kept-not-comparable");
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

    private void dropRecords(int count) throws IOException {
        var lines = Files.readAllLines(folder.resolve("records.jsonl"));
        Files.write(folder.resolve("records.jsonl"), lines.subList(count, lines.size()));
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
        var report = audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.parts()).containsEntry(PartVerdict.ERASED, 6L);
    }

    @Test
    void aPartThatIsThereThoughErasedShows() throws IOException {
        var export = new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", "3", "reason", "art17"));
        export.writeLog();
        assertThat(audit().findings()).containsExactly(new AuditFinding("not-erased", 3, "part content"));
    }

    @Test
    void anErasureTouchesNothingThatComesAfterIt() throws IOException {
        var export = new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", "20", "reason", "art17"));
        export.writeLog();
        assertThat(codes()).containsExactly("record-malformed");
    }

    @ParameterizedTest
    @CsvSource({"'0-'", "'-1'", "'3-2'", "'1,,2'", "'01'", "'x'", "'99999999999'"})
    void anErasureThatCannotBeReadShows(String targets) throws IOException {
        new TestExport(folder, 20)
                .own("erasure", Map.of("parts", "content", "targets", targets, "reason", "art17"))
                .writeLog();
        assertThat(codes()).contains("record-malformed");
    }

    @Test
    void aBundleThatIsGoneShows() throws IOException {
        new TestExport(folder, RECORDS).writeLog();
        Files.delete(folder.resolve("tile/entries/001"));
        assertThat(audit().findings()).contains(new AuditFinding("entries-missing", 256, "bundle 1"));
    }

    @Test
    void aLeafThatIsGoneShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        var fewer = List.copyOf(export.entries.subList(0, 255));
        var path = folder.resolve("tile/entries/000");
        export.writeBundle(5, fewer);
        Files.move(folder.resolve("tile/entries/005.p/255"), path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(codes()).contains("entries-malformed");
    }

    @Test
    void swappedEntriesShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        Collections.swap(export.entries, 3, 4);
        export.writeBundle(0, export.entries.subList(0, 256));
        assertThat(codes()).contains("tile-mismatch", "entry-mismatch", "root-mismatch");
    }

    @Test
    void swappedBundlesShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.writeBundle(0, export.entries.subList(256, 512));
        export.writeBundle(1, export.entries.subList(0, 256));
        assertThat(codes()).contains("tile-mismatch", "root-mismatch");
    }

    @Test
    void anEntryPutInBetweenShows() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var signed = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.add(9, new TestExport(folder, 1).entries.get(0));
        export.entries.remove(RECORDS);
        export.writeLog();
        export.write("checkpoint", signed.getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).contains("root-mismatch");
    }

    @Test
    void aLogThatLostItsEndShowsAgainstAKeptCheckpoint() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.subList(500, RECORDS).clear();
        export.writeLog();
        assertThat(audit(kept).findings()).extracting(AuditFinding::code).containsExactly("rollback");
    }

    @Test
    void aHistoryThatWasRewrittenShowsAgainstAKeptCheckpoint() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(500, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog();
        assertThat(audit(kept).findings()).extracting(AuditFinding::code).containsExactly("inconsistent");
    }

    @Test
    void twoHistoriesOfOneSizeAreAFork() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var kept = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog();
        assertThat(audit(kept).findings()).extracting(AuditFinding::code).containsExactly("fork");
    }

    @Test
    void aKeptCheckpointThatFitsSaysNothing() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        for (var size : List.of(1, 255, 256, 599, RECORDS)) {
            assertThat(audit(export.checkpoint(size, TestExport.KEY)).ok()).isTrue();
        }
    }

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
        assertThat(codes()).containsExactly(code);
    }

    @Test
    void aCheckpointOfWhichTheRootOrTheSignatureWasEditedShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        var note = export.checkpoint(RECORDS, TestExport.KEY);
        for (var at : List.of(note.indexOf("\n600\n") + 5, note.lastIndexOf(' ') + 20)) {
            var other = note.charAt(at) == 'A' ? 'B' : 'A';
            var edited = note.substring(0, at) + other + note.substring(at + 1);
            export.write("checkpoint", edited.getBytes(StandardCharsets.UTF_8));
            assertThat(codes()).containsExactly("bad-signature");
        }
        export.write("checkpoint", note.substring(0, note.length() - 1).getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).containsExactly("checkpoint-malformed");
    }

    @Test
    void aCheckpointByAnotherKeyShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.write("checkpoint", export.checkpoint(RECORDS, 101).getBytes(StandardCharsets.UTF_8));
        export.write(
                "policy",
                TlogPolicy.ofLogs(List.of(TestKeys.log(TestExport.ORIGIN, 101))).format());
        assertThat(codes()).containsExactly("no-trusted-signature");
        assertThat(new ExportAudit(new FolderFiles(folder), new Trust(Optional.empty(), Optional.empty(), NOW), n -> {})
                        .run()
                        .trustGiven())
                .isFalse();
    }

    @Test
    void anotherTenantsPolicyDoesNotFit() throws IOException {
        new TestExport(folder, 20).writeLog();
        var other = TestKeys.log("example.com/ledger/fedcba9876543210", TestExport.KEY);
        assertThat(audit(other, null).findings()).extracting(AuditFinding::code).containsExactly("unknown-origin");
    }

    @Test
    void earlierCheckpointsMayBeByAKeyThatTheLogNames() throws IOException {
        var export = new TestExport(folder, 300);
        export.entries.clear();
        export.own(
                "genesis", Map.of("vkey", TestKeys.log(TestExport.ORIGIN, 101).toString(), "epoch", "1"));
        export.entries.addAll(new TestExport(folder, 300).entries);
        export.own("key", Map.of("vkey", TestExport.VKEY.toString()));
        export.writeLog();
        export.write("checkpoints/200", export.checkpoint(200, 101).getBytes(StandardCharsets.UTF_8));
        export.write(
                "checkpoints/301", export.checkpoint(301, 101, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(audit().findings()).isEmpty();
        export.write("checkpoints/250", export.checkpoint(250, 102).getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).containsExactly("no-trusted-signature");
    }

    @Test
    void aLogWhoseKeyChangedIsVerifiedAsFarAsTheGivenKeySigned() throws IOException {
        var old = TestKeys.log(TestExport.ORIGIN, 101);
        var handover = "deedbook-key-handover/v1\n" + TestExport.ORIGIN + '\n' + TestExport.VKEY + '\n';
        var export = new TestExport(folder, 300)
                .own(
                        "key",
                        Map.of(
                                "vkey",
                                TestExport.VKEY.toString(),
                                "handover",
                                base64(TestKeys.sign(handover, old, 101).signature())));
        export.entries.addAll(new TestExport(folder, 50).entries);
        export.writeLog();
        export.write("checkpoints/200", export.checkpoint(200, 101).getBytes(StandardCharsets.UTF_8));
        export.write("checkpoints/290", export.checkpoint(290, 101).getBytes(StandardCharsets.UTF_8));

        var report = audit(old, null);

        assertThat(report.findings()).extracting(AuditFinding::code).containsExactly("no-trusted-signature");
        assertThat(report.keyChange()).contains(new KeyChange(TestExport.ORIGIN, 290, 300, TestExport.VKEY));
        assertThat(report.entries()).isEqualTo(290);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aKeyThatWasNotHandedOverToIsNoSuccessor() throws IOException {
        var old = TestKeys.log(TestExport.ORIGIN, 101);
        var handover = "deedbook-key-handover/v1\n" + TestExport.ORIGIN + '\n' + TestExport.VKEY + '\n';
        var export = new TestExport(folder, 20)
                .own(
                        "key",
                        Map.of(
                                "vkey",
                                TestExport.VKEY.toString(),
                                "handover",
                                base64(TestKeys.sign(handover, old, 102).signature())));
        export.writeLog();
        export.write("checkpoints/10", export.checkpoint(10, 101).getBytes(StandardCharsets.UTF_8));
        assertThat(audit(old, null).keyChange())
                .contains(new KeyChange(TestExport.ORIGIN, 10, AuditFinding.WHOLE, null));

        export.write(
                "checkpoints/10", new TestExport(folder, 20).checkpoint(10, 101).getBytes(StandardCharsets.UTF_8));
        var other = audit(old, null);
        assertThat(other.keyChange()).isEmpty();
        assertThat(other.findings()).extracting(AuditFinding::code).contains("root-mismatch");
    }

    @Test
    void anEarlierCheckpointThatIsNoBeginningShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.write(
                "checkpoints/300",
                new TestExport(folder, RECORDS).checkpoint(300, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(audit().findings()).containsExactly(new AuditFinding("root-mismatch", 300, "checkpoint"));
        export.write("checkpoints/700", Files.readAllBytes(folder.resolve("checkpoint")));
        assertThat(codes()).contains("rollback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"})
    void anEditedTileShows(String path) throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.edit(path, bytes -> bytes[40] ^= 1);
        assertThat(codes()).containsExactly("tile-mismatch");
        Files.write(folder.resolve(path), new byte[31]);
        assertThat(codes()).containsExactly("tile-malformed");
        Files.delete(folder.resolve(path));
        assertThat(codes()).containsExactly("tile-missing");
    }

    /** Nothing between a leaf and the root is believed because it fits what stands above it. */
    @Test
    void aTileThatWasForgedWithItsParentShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.edit("tile/0/000", bytes -> bytes[40] ^= 1);
        var hashes = Files.readAllBytes(folder.resolve("tile/0/000"));
        var forged = new TileBuilder();
        for (var from = 0; from < hashes.length; from += 32) {
            forged.add(Arrays.copyOfRange(hashes, from, from + 32));
        }
        export.edit("tile/1/000.p/2", bytes -> System.arraycopy(forged.root(), 0, bytes, 0, 32));
        assertThat(audit().findings())
                .extracting(AuditFinding::code, AuditFinding::detail)
                .containsExactlyInAnyOrder(
                        tuple("tile-mismatch", "tile of level 0 number 0"),
                        tuple("tile-mismatch", "tile of level 1 number 0"));
    }

    @Test
    void aLeafThatWasForgedWithAllThatIsMadeOfItShows() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var signed = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog().write("checkpoint", signed.getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).containsExactly("root-mismatch");
    }

    @Test
    void aStaleOrTruncatedTileIsNotAccepted() throws IOException {
        new TestExport(folder, RECORDS).writeLog();
        var full = folder.resolve("tile/0/000");
        var stale = Arrays.copyOf(Files.readAllBytes(full), 255 * 32);
        Files.write(full, stale);
        assertThat(codes()).containsExactly("tile-malformed");
        Files.delete(full);
        Files.createDirectories(folder.resolve("tile/0/000.p"));
        Files.write(folder.resolve("tile/0/000.p/255"), stale);
        assertThat(codes()).containsExactly("tile-missing");
    }

    @Test
    void aProofForAnotherIndexShows() throws IOException {
        var export = new TestExport(folder, 5).writeSome(4);
        export.replace("records.jsonl", "\"index\":4", "\"index\":1");
        assertThat(codes()).containsExactly("index-out-of-range");
    }

    @Test
    void aProofUnderAnotherCheckpointShows() throws IOException {
        var export = new TestExport(folder, 9).writeSome(4);
        export.write("checkpoint", export.checkpoint(8, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        export.replace("export.json", "\"size\":9", "\"size\":8");
        assertThat(codes()).containsExactly("proof-malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1, \"b\":2}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "{\"a\":01}", "[]"})
    void aLeafThatTheCollectorNeverWroteShows(String leaf) throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).leaf = leaf.getBytes(StandardCharsets.UTF_8);
        export.writeLog();
        assertThat(codes()).containsExactly("leaf-not-canonical");
    }

    @Test
    void recordsThatAreLeftOutShow() throws IOException {
        new TestExport(folder, 20).writeSome(1, 2, 3);
        var lines = Files.readAllLines(folder.resolve("records.jsonl"));
        Files.write(folder.resolve("records.jsonl"), lines.subList(0, 2));
        assertThat(codes()).containsExactly("record-count");
        Files.write(folder.resolve("records.jsonl"), List.of(lines.get(1), lines.get(0), lines.get(2)));
        assertThat(codes()).contains("record-malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\":\"deedbook-export/v2\"}"})
    void whatIsNoExportIsRefused(String manifest) throws IOException {
        new TestExport(folder, 20).writeLog();
        Files.writeString(folder.resolve("export.json"), manifest);
        assertThatThrownBy(this::audit).isInstanceOf(MalformedException.class);
    }

    @Test
    void aCommitmentWithoutItsSaltIsNotGuessed() throws IOException {
        var export = new TestExport(folder, 2);
        var open = export.entries.get(1).parts.get("content");
        assertThat(Commitment.of(Part.CONTENT, new byte[32], open[1]))
                .isNotEqualTo(Commitment.of(Part.CONTENT, open[0], open[1]));
        export.entries.get(1).parts.put("content", new byte[][] {new byte[32], open[1]});
        export.writeLog();
        assertThat(codes()).containsExactly("altered");
    }

    private List<String> codes() throws IOException {
        return audit().findings().stream().map(AuditFinding::code).distinct().toList();
    }

    private AuditReport audit() throws IOException {
        return audit(TestExport.VKEY, null);
    }

    private AuditReport audit(String kept) throws IOException {
        return audit(TestExport.VKEY, kept);
    }

    private AuditReport audit(Vkey key, @Nullable String kept) throws IOException {
        var trust = new Trust(Optional.of(TlogPolicy.ofLogs(List.of(key))), Optional.ofNullable(kept), NOW);
        return new ExportAudit(new FolderFiles(folder), trust, entries -> {}).run();
    }

    private static String base64(byte[] bytes) {
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }
}
