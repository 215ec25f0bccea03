// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CosignatureTest {
    private static final String TEXT = new Checkpoint("example.com/behind-the-sofa", 20_852_163, new byte[32]).format();
    private static final long TIME = 1_679_315_147;

    @Test
    void message_isTheOneOfTheSpecification() {
        assertThat(new String(
                        Cosignature.message(KeyType.COSIGNATURE_ED25519, "w", TIME, TEXT), StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + TEXT);
        assertThat(HexFormat.of()
                        .formatHex(Cosignature.message(KeyType.COSIGNATURE_ML_DSA_44, "w.example/1", TIME, TEXT)))
                .isEqualTo(
                        "737562747265652f76310a00" // label
                                + "0b772e6578616d706c652f31" // name
                                + "00000000641850cb" // time
                                + "1b6578616d706c652e636f6d2f626568696e642d7468652d736f6661" // origin
                                + "0000000000000000" + "00000000013e2dc3" // from, to
                                + "00".repeat(32));
    }

    @Test
    void cosign_hasTheFormThatTheSpecificationGives() {
        var witness = TestKeys.witness(1);
        var line = witness.cosign(TEXT, TIME);
        assertThat(line.signature()).hasSize(72);
        assertThat(Cosignature.parse(line.signature()).unixSeconds()).isEqualTo(TIME);
        var message = ("cosignature/v1\ntime " + TIME + '\n' + TEXT).getBytes(StandardCharsets.UTF_8);
        assertThat(Ed25519.verify(line.signature(), 8, witness.vkey().publicKey(), 0, message, 0, message.length))
                .isTrue();
        assertThat(Vkey.parse(witness.vkey().toString())).isEqualTo(witness.vkey());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"COSIGNATURE_ED25519", "COSIGNATURE_ML_DSA_44"})
    void verify_trustsWhatTheWitnessSignedAndNothingElse(KeyType type) {
        var witness = Cosigner.of(type, "witness.example/w", TestKeys.secret(1));
        var line = witness.cosign(TEXT, TIME);
        assertThat(verdict(TEXT, line, witness.vkey())).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(verdict(TEXT.replace("20852163", "20852164"), line, witness.vkey()))
                .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
        assertThat(verdict(TEXT.replace("sofa", "bath"), line, witness.vkey()))
                .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
        for (var position : List.of(0, 7, 8, line.signature().length - 1)) {
            var edited = line.signature().clone();
            edited[position] ^= 1;
            assertThat(verdict(TEXT, new NoteSignature(line.name(), line.keyId(), edited), witness.vkey()))
                    .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
        }
        var other = Cosigner.of(type, "witness.example/w", TestKeys.secret(2));
        assertThat(verdict(TEXT, line, other.vkey())).isEqualTo(SignedNote.Verdict.NO_TRUSTED_SIGNATURE);
    }

    @Test
    void cosign_withMlDsaGivesTheSameBytesAgain() {
        var witness = Cosigner.of(KeyType.COSIGNATURE_ML_DSA_44, "witness.example/w", TestKeys.secret(1));
        assertThat(witness.cosign(TEXT, TIME).signature())
                .hasSize(8 + 2_420)
                .isEqualTo(witness.cosign(TEXT, TIME).signature());
        assertThat(Vkey.parse(witness.vkey().toString())).isEqualTo(witness.vkey());
    }

    @Test
    void cosign_withMlDsaSaysNothingOfExtensionLines() {
        var witness = Cosigner.of(KeyType.COSIGNATURE_ML_DSA_44, "witness.example/w", TestKeys.secret(1));
        assertThat(verdict(TEXT + "extension\n", witness.cosign(TEXT, TIME), witness.vkey()))
                .isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(verdict(
                        TEXT + "extension\n",
                        TestKeys.witness(1).cosign(TEXT, TIME),
                        TestKeys.witness(1).vkey()))
                .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
    }

    @Test
    void parse_refusesTimesAndLengthsThatAreNone() {
        assertThatThrownBy(() -> Cosignature.parse(new byte[8])).hasMessage("malformed: cosignature-length");
        var negative = new byte[72];
        Arrays.fill(negative, (byte) 0xff);
        assertThatThrownBy(() -> Cosignature.parse(negative)).hasMessage("malformed: cosignature-time");
    }

    private static SignedNote.Verdict verdict(String text, NoteSignature line, Vkey key) {
        return SignedNote.parse(new SignedNote(text, List.of(line)).format()).verify(List.of(key));
    }
}
