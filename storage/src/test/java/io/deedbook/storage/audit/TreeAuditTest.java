// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static io.deedbook.storage.audit.TestAudit.audit;
import static io.deedbook.storage.audit.TestAudit.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deedbook.storage.tlog.TileBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leaves and tiles that were edited, moved, forged or lost: all that is between an entry and the root. */
class TreeAuditTest {
    private static final int RECORDS = 600;

    @TempDir
    private Path folder;

    @Test
    void anEditedLeafShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog(300);
        var bundle = "tile/entries/000";
        export.edit(bundle, bytes -> bytes[bytes.length / 2] ^= 1);
        assertThat(codes(folder)).contains("root-mismatch", "tile-mismatch", "entry-mismatch");
    }

    @Test
    void anEditedLeafWithItsProofShows() throws IOException {
        var export = new TestExport(folder, 20);
        var leaf = export.entries.get(4).leaf;
        export.writeSome(4);
        var text = Files.readString(folder.resolve("records.jsonl"));
        var old = TestExport.base64(leaf);
        leaf[leaf.length - 4] ^= 1;
        Files.writeString(folder.resolve("records.jsonl"), text.replace(old, TestExport.base64(leaf)));
        assertThat(codes(folder)).containsExactly("inclusion-failed");
    }

    @Test
    void aLeafThatIsGoneShows() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        var fewer = List.copyOf(export.entries.subList(0, 255));
        var path = folder.resolve("tile/entries/000");
        export.writeBundle(5, fewer);
        Files.move(folder.resolve("tile/entries/005.p/255"), path, StandardCopyOption.REPLACE_EXISTING);
        assertThat(codes(folder)).contains("entries-malformed");
    }

    @Test
    void aLeafThatWasForgedWithAllThatIsMadeOfItShows() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var signed = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.set(9, new TestExport(folder, 1).entries.get(0));
        export.writeLog().write("checkpoint", signed.getBytes(StandardCharsets.UTF_8));
        assertThat(codes(folder)).containsExactly("root-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1, \"b\":2}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "{\"a\":01}", "[]"})
    void aLeafThatTheCollectorNeverWroteShows(String leaf) throws IOException {
        var export = new TestExport(folder, 20);
        export.entries.get(4).leaf = leaf.getBytes(StandardCharsets.UTF_8);
        export.writeLog();
        assertThat(codes(folder)).containsExactly("leaf-not-canonical");
    }

    @Test
    void aBundleThatIsGoneShows() throws IOException {
        new TestExport(folder, RECORDS).writeLog();
        Files.delete(folder.resolve("tile/entries/001"));
        assertThat(audit(folder).findings()).contains(new AuditFinding("entries-missing", 256, "bundle 1"));
    }

    @Test
    void swappedEntriesShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        Collections.swap(export.entries, 3, 4);
        export.writeBundle(0, export.entries.subList(0, 256));
        assertThat(codes(folder)).contains("tile-mismatch", "entry-mismatch", "root-mismatch");
    }

    @Test
    void swappedBundlesShow() throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.writeBundle(0, export.entries.subList(256, 512));
        export.writeBundle(1, export.entries.subList(0, 256));
        assertThat(codes(folder)).contains("tile-mismatch", "root-mismatch");
    }

    @Test
    void anEntryPutInBetweenShows() throws IOException {
        var export = new TestExport(folder, RECORDS);
        var signed = export.checkpoint(RECORDS, TestExport.KEY);
        export.entries.add(9, new TestExport(folder, 1).entries.get(0));
        export.entries.remove(RECORDS);
        export.writeLog();
        export.write("checkpoint", signed.getBytes(StandardCharsets.UTF_8));
        assertThat(codes(folder)).contains("root-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"})
    void anEditedTileShows(String path) throws IOException {
        var export = new TestExport(folder, RECORDS).writeLog();
        export.edit(path, bytes -> bytes[40] ^= 1);
        assertThat(codes(folder)).containsExactly("tile-mismatch");
        Files.write(folder.resolve(path), new byte[31]);
        assertThat(codes(folder)).containsExactly("tile-malformed");
        Files.delete(folder.resolve(path));
        assertThat(codes(folder)).containsExactly("tile-missing");
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
        assertThat(audit(folder).findings())
                .extracting(AuditFinding::code, AuditFinding::detail)
                .containsExactlyInAnyOrder(
                        tuple("tile-mismatch", "tile of level 0 number 0"),
                        tuple("tile-mismatch", "tile of level 1 number 0"));
    }

    @Test
    void aStaleOrTruncatedTileIsNotAccepted() throws IOException {
        new TestExport(folder, RECORDS).writeLog();
        var full = folder.resolve("tile/0/000");
        var stale = Arrays.copyOf(Files.readAllBytes(full), 255 * 32);
        Files.write(full, stale);
        assertThat(codes(folder)).containsExactly("tile-malformed");
        Files.delete(full);
        Files.createDirectories(folder.resolve("tile/0/000.p"));
        Files.write(folder.resolve("tile/0/000.p/255"), stale);
        assertThat(codes(folder)).containsExactly("tile-missing");
    }
}
