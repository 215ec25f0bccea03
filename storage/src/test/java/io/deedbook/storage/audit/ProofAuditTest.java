// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TestKeys;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receipt in which one thing is another. */
class ProofAuditTest {
    private static final long NOW = 1_800_000_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 13})
    void everyElementOfAProofIsNeeded(int size) {
        var export = new TestExport(folder, size);
        for (var index = 0; index < size; index++) {
            var proof = export.proof(index);
            assertThat(codes(proof)).isEmpty();
            for (var path : spoilt(proof.path())) {
                assertThat(codes(new TlogProof(proof.extra(), index, path, proof.note())))
                        .as("leaf %d of %d", index, size)
                        .containsExactly("inclusion-failed");
            }
            for (var other = 0; other <= size; other++) {
                if (other != index) {
                    assertThat(codes(new TlogProof(proof.extra(), other, proof.path(), proof.note())))
                            .as("leaf %d of %d as %d", index, size, other)
                            .containsExactly(other == size ? "index-out-of-range" : "inclusion-failed");
                }
            }
        }
    }

    @Test
    void aProofUnderAnotherCheckpointOfTheLogShows() {
        var export = new TestExport(folder, 9);
        var proof = export.proof(4);
        assertThat(codes(new TlogProof(proof.extra(), 4, proof.path(), export.checkpoint(8, TestExport.KEY))))
                .containsExactly("inclusion-failed");
        assertThat(codes(new TlogProof(proof.extra(), 4, proof.path(), export.checkpoint(4, TestExport.KEY))))
                .containsExactly("index-out-of-range");
        assertThat(codes(new TlogProof(
                        proof.extra(), 4, proof.path(), proof.note().replace("\n9\n", "\n10\n"))))
                .containsExactly("bad-signature");
    }

    @Test
    void aLeafThatWasEditedShows() {
        var proof = new TestExport(folder, 9).proof(4);
        var leaf = new String(proof.extra(), StandardCharsets.UTF_8).replace("\"v\":1", "\"v\":2");
        assertThat(codes(new TlogProof(leaf.getBytes(StandardCharsets.UTF_8), 4, proof.path(), proof.note())))
                .containsExactly("inclusion-failed");
    }

    @Test
    void anotherTenantsReceiptDoesNotFit() {
        var proof = new TestExport(folder, 9).proof(4);
        var other = TestKeys.log("example.com/ledger/fedcba9876543210", 102);
        assertThat(codes(proof, other)).containsExactly("unknown-origin");
    }

    @Test
    void aReceiptByAKeyThatWasSwappedShows() {
        var proof = new TestExport(folder, 9).proof(4);
        assertThat(codes(proof, TestKeys.log(TestExport.ORIGIN, 101))).containsExactly("no-trusted-signature");
    }

    @ParameterizedTest
    @CsvSource({"-1,proof-index", "9223372036854775808,proof-index", "04,proof-index", "'4 ',proof-index"})
    void anIndexThatNoTreeHasIsRefused(String index, String reason) {
        var text = new TestExport(folder, 9).proof(4).format().replace("\nindex 4\n", "\nindex " + index + '\n');
        assertThatThrownBy(() -> ProofAudit.run("receipt", text, trust(TestExport.VKEY)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("malformed: " + reason);
    }

    @Test
    void aReceiptWithoutItsLeafIsRefused() {
        var proof = new TestExport(folder, 9).proof(4);
        var text = new TlogProof(new byte[0], 4, proof.path(), proof.note()).format();
        assertThatThrownBy(() -> ProofAudit.run("receipt", text, trust(TestExport.VKEY)))
                .hasMessage("malformed: proof-without-leaf");
    }

    private static List<List<byte[]>> spoilt(List<byte[]> path) {
        var all = new ArrayList<List<byte[]>>();
        for (var position = 0; position < path.size(); position++) {
            for (var bit : List.of(0, 16, 31)) {
                var flipped = new ArrayList<>(path);
                var hash = path.get(position).clone();
                hash[bit] ^= 1;
                flipped.set(position, hash);
                all.add(flipped);
            }
            var shorter = new ArrayList<>(path);
            shorter.remove(position);
            all.add(shorter);
            var twice = new ArrayList<>(path);
            twice.add(position, path.get(position));
            all.add(twice);
            var swapped = new ArrayList<>(path);
            swapped.set(position, path.get(path.size() - 1 - position));
            swapped.set(path.size() - 1 - position, path.get(position));
            if (position != path.size() - 1 - position) {
                all.add(swapped);
            }
        }
        var longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        all.add(longer);
        return all;
    }

    private static List<String> codes(TlogProof proof) {
        return codes(proof, TestExport.VKEY);
    }

    private static List<String> codes(TlogProof proof, Vkey key) {
        return ProofAudit.run("receipt", proof.format(), trust(key)).findings().stream()
                .map(AuditFinding::code)
                .toList();
    }

    private static Trust trust(Vkey key) {
        return new Trust(Optional.of(TlogPolicy.ofLogs(List.of(key))), Optional.empty(), NOW);
    }
}
