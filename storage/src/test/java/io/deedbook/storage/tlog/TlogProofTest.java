// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogProofTest {
    private static final byte[] SECRET = new byte[32];
    private static final Vkey KEY = key("example.com/ledger/1");
    private static final byte[] LEAF = {0, 0, 0, 4};
    private static final byte[] LEAF_HASH = new TreeHasher().leaf(LEAF);

    @Test
    void format_isWhatParseReadsAndVerifies() {
        var proof = proof(4, 5);
        var text = proof.format();
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nextra AAAABA==\nindex 4\n");
        var read = TlogProof.parse(text);
        assertThat(read.format()).isEqualTo(text);
        assertThat(read.extra()).isEqualTo(LEAF);
        assertThat(read.verify(LEAF_HASH, KEY)).isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    @Test
    void format_ofATreeWithOneLeafHasNoHashes() {
        var leaf = Trees.leafHashes(1).get(0);
        var text = new TlogProof(new byte[0], 0, List.of(), note(List.of(leaf))).format();
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/ledger/1\n1\n");
        assertThat(TlogProof.parse(text).verify(leaf, KEY)).isEqualTo(TlogProof.Verdict.INCLUDED);
    }

    @Test
    void verify_namesWhatIsWrong() {
        var proof = proof(4, 5);
        assertThat(new TlogProof(LEAF, 1, proof.path(), proof.note()).verify(LEAF_HASH, KEY))
                .isEqualTo(TlogProof.Verdict.INCLUSION_FAILED);
        assertThat(new TlogProof(LEAF, 5, proof.path(), proof.note()).verify(LEAF_HASH, KEY))
                .isEqualTo(TlogProof.Verdict.INDEX_OUT_OF_RANGE);
        assertThat(proof.verify(new TreeHasher().leaf(new byte[4]), KEY)).isEqualTo(TlogProof.Verdict.INCLUSION_FAILED);
        assertThat(proof.verify(LEAF_HASH, key("example.com/ledger/2")))
                .isEqualTo(TlogProof.Verdict.CHECKPOINT_REFUSED);
        assertThat(verdict(proof, key("example.com/ledger/2"))).isEqualTo(CheckpointVerdict.UNKNOWN_ORIGIN);
        var otherSecret = new byte[32];
        otherSecret[0] = 1;
        assertThat(verdict(proof, key("example.com/ledger/1", otherSecret)))
                .isEqualTo(CheckpointVerdict.NO_TRUSTED_SIGNATURE);
        var resized = new TlogProof(LEAF, 4, proof.path(), proof.note().replace("\n5\n", "\n6\n"));
        assertThat(verdict(resized, KEY)).isEqualTo(CheckpointVerdict.BAD_SIGNATURE);
        assertThat(resized.verify(LEAF_HASH, KEY)).isEqualTo(TlogProof.Verdict.CHECKPOINT_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "tlog-proof@v1, tlog-proof@v2, proof-header",
        "extra AAAABA==, extra AAAABA=, proof-extra",
        "'extra AAAABA==', 'extra ', proof-extra",
        "index 4, index 04, proof-index",
        "index 4, index -4, proof-index",
        "index 4, index 9223372036854775808, proof-index",
        "'index 4\n', '', proof-index",
        "'index 4\n', 'index 4\r\n', proof-index",
        "'index 4\n', 'index 4\nAAAA\n', proof-path",
        "'\n5\n', '\n05\n', checkpoint-size"
    })
    void parse_refusesWhateverDiffersFromTheFormat(String old, String with, String reason) {
        var text = proof(4, 5).format();
        assertThat(text).contains(old);
        assertThatThrownBy(() -> TlogProof.parse(text.replace(old, with))).hasMessage("malformed: " + reason);
    }

    @Test
    void parse_refusesMoreHashesThanATreeCanNeed() {
        var text = proof(4, 5).format();
        var hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        assertThatThrownBy(() -> TlogProof.parse(text.replace("index 4\n", "index 4\n" + hash.repeat(63))))
                .hasMessage("malformed: proof-path");
    }

    private static CheckpointVerdict verdict(TlogProof proof, Vkey key) {
        return proof.checkpointVerdict(TlogPolicy.ofLogs(List.of(key)), 0);
    }

    private static TlogProof proof(int index, int size) {
        var leaves = Trees.leafHashes(size);
        return new TlogProof(LEAF, index, new ProofMaker(Trees.nodes(leaves)).inclusion(index, size), note(leaves));
    }

    private static String note(List<byte[]> leaves) {
        var text = new Checkpoint(KEY.name(), leaves.size(), Trees.root(leaves)).format();
        var message = text.getBytes(StandardCharsets.UTF_8);
        var signature = new byte[64];
        Ed25519.sign(SECRET, 0, message, 0, message.length, signature, 0);
        return new SignedNote(text, List.of(new NoteSignature(KEY.name(), KEY.keyId(), signature))).format();
    }

    private static Vkey key(String name) {
        return key(name, SECRET);
    }

    private static Vkey key(String name, byte[] secret) {
        var publicKey = new byte[32];
        Ed25519.generatePublicKey(Arrays.copyOf(secret, 32), 0, publicKey, 0);
        return Vkey.ed25519(name, publicKey);
    }
}
