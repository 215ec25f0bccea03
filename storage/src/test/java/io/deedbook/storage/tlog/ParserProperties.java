// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Whatever comes from outside is read or refused by name; what is read is written back the same. */
class ParserProperties {
    private static final byte[] SECRET = new byte[32];
    private static final Vkey KEY = key();
    private static final String PROOF = proof();

    @Property
    void parsersReadOrRefuse(@ForAll("texts") String text) {
        roundTrip(text, input -> assertThat(SignedNote.parse(input).format()).isEqualTo(input));
        roundTrip(text, input -> assertThat(TlogProof.parse(input).format()).isEqualTo(input));
        roundTrip(text, input -> assertThat(Vkey.parse(input)).hasToString(input));
        roundTrip(text, input -> assertThat(TilePath.parse(input).path()).isEqualTo(input));
        roundTrip(text, input -> assertThat(Checkpoint.parse(input).size()).isNotNegative());
    }

    /**
     * Changed anywhere, a receipt is malformed or does not verify, but for its own copy of the leaf, which is hashed.
     */
    @Property(tries = 2_000)
    void noProofVerifiesThatWasChangedInOnePlace(@ForAll int place, @ForAll char other) {
        var position = Math.floorMod(place, PROOF.length());
        if (PROOF.charAt(position) == other) {
            return;
        }
        var changed = PROOF.substring(0, position) + other + PROOF.substring(position + 1);
        roundTrip(changed, input -> {
            var proof = TlogProof.parse(input);
            var verdict = proof.verify(new TreeHasher().leaf(proof.extra()), KEY);
            assertThat(verdict).isNotEqualTo(TlogProof.Verdict.INCLUDED);
        });
    }

    private static void roundTrip(String text, Consumer<String> parser) {
        try {
            parser.accept(text);
        } catch (MalformedException e) {
            assertThat(e.reason()).matches("[a-z0-9-]+");
        }
    }

    /** Anything, and the formats' own pieces in any order. */
    @Provide
    Arbitrary<String> texts() {
        var pieces = Arbitraries.of(
                        "c2sp.org/tlog-proof@v1\n",
                        "extra AA==\n",
                        "index 0\n",
                        "\n",
                        "\n\n",
                        "origin\n",
                        "1\n",
                        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                        "\u2014 origin AAAAAAAAAAAA\n",
                        KEY.toString(),
                        "0/x001/000",
                        ".p/7",
                        " ",
                        "+",
                        "\r",
                        "\ud800")
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
        return Arbitraries.oneOf(Arbitraries.strings().all().ofMaxLength(200), pieces);
    }

    private static Vkey key() {
        var publicKey = new byte[32];
        Ed25519.generatePublicKey(SECRET, 0, publicKey, 0);
        return Vkey.ed25519("example.com/ledger/1", publicKey);
    }

    private static String proof() {
        var leaf = new byte[] {0, 0, 0, 2};
        var leaves = Trees.leafHashes(5);
        var text = new Checkpoint(KEY.name(), 5, Trees.root(leaves)).format();
        var message = text.getBytes(StandardCharsets.UTF_8);
        var signature = new byte[64];
        Ed25519.sign(SECRET, 0, message, 0, message.length, signature, 0);
        var note = new SignedNote(text, List.of(new NoteSignature(KEY.name(), KEY.keyId(), signature)));
        return new TlogProof(leaf, 2, new ProofMaker(Trees.nodes(leaves)).inclusion(2, 5), note.format()).format();
    }
}
