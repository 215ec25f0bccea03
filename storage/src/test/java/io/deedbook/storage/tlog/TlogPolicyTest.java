// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogPolicyTest {
    private static final long NOW = 1_800_000_000;
    private static final Vkey LOG = TestKeys.log("example.com/ledger/1", 100);
    private static final String TEXT = new Checkpoint(LOG.name(), 7, new byte[32]).format();

    /** Two of the first three, and any of the next two. */
    private static final String POLICY = """
            # who is trusted

            log L https://example.com/ledger/1
            witness X1 W1
            \twitness X2  W2\s
            witness X3 W3
            group X 2 X1 X2 X3
            witness Y1 W4
            witness Y2 W5 https://w5.example
            group Y any Y1 Y2
            group all all X Y
            quorum all
            """;

    @Test
    void format_isWhatParseReads() {
        var policy = policy(POLICY);
        assertThat(policy.logs()).containsExactly(new TlogPolicy.Log(LOG, "https://example.com/ledger/1"));
        assertThat(policy.witnesses()).hasSize(5);
        assertThat(policy.groups().get(2).threshold()).isEqualTo(2);
        assertThat(TlogPolicy.parse(policy.format())).isEqualTo(policy);
        assertThat(TlogPolicy.parse(TlogPolicy.ofLogs(List.of(LOG)).format()).quorum())
                .isEqualTo("none");
    }

    @Test
    void parse_takesNamesAsOctets() {
        var policy = TlogPolicy.parse(
                ("witness K\u212a " + vkey(1) + "\nquorum K\u212a\n").getBytes(StandardCharsets.UTF_8));
        assertThat(policy.quorum()).isEqualTo("K\u00e2\u0084\u00aa");
        assertThat(policy.format()).contains("quorum K\u212a\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_readsMoreThanTheThirtyTwoOfEachThatTheSpecificationAsksFor() {
        var text = IntStream.rangeClosed(1, 40)
                .mapToObj(number -> "log " + TestKeys.log("example.com/" + number, 100 + number) + "\nwitness w"
                        + number + ' ' + vkey(number) + "\ngroup g" + number + " any w" + number + '\n')
                .collect(Collectors.joining("", "", "quorum g40\n"));
        assertThat(TlogPolicy.parse(text.getBytes(StandardCharsets.UTF_8)).groups())
                .hasSize(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log L|policy-form",
                "''|policy-form",
                "'log L\n'|policy-quorum",
                "'quorum none\nquorum none\n'|policy-quorum",
                "'quorum w\nwitness w W1\n'|policy-quorum",
                "'log L\r\nquorum none\n'|policy-octet",
                "'log L\u007f\nquorum none\n'|policy-octet",
                "'lag L\nquorum none\n'|policy-line",
                "'log\nquorum none\n'|policy-line",
                "'log L u v\nquorum none\n'|policy-line",
                "'log W1\nquorum none\n'|unsupported-key-type",
                "'witness w L\nquorum none\n'|unsupported-key-type",
                "'log L\nlog L\nquorum none\n'|policy-key-twice",
                "'witness a W1\nwitness b W1\nquorum a\n'|policy-key-twice",
                "'witness a W1\nwitness a W2\nquorum a\n'|policy-name",
                "'witness none W1\nquorum none\n'|policy-name",
                "'witness a W1\ngroup a any a\nquorum a\n'|policy-name",
                "'group g any a\nwitness a W1\nquorum g\n'|policy-member",
                "'group g any none\nquorum g\n'|policy-member",
                "'group g any g\nquorum g\n'|policy-member",
                "'witness a W1\ngroup g any a a\nquorum g\n'|policy-member-twice",
                "'witness a W1\ngroup g any a\ngroup h any a\nquorum g\n'|policy-member-twice",
                "'witness a W1\ngroup g any\nquorum g\n'|policy-line",
                "'witness a W1\ngroup g 0 a\nquorum g\n'|policy-threshold",
                "'witness a W1\ngroup g 2 a\nquorum g\n'|policy-threshold",
                "'witness a W1\ngroup g 01 a\nquorum g\n'|policy-threshold"
            })
    void parse_refusesWhateverDiffersFromTheFormat(String text, String reason) {
        assertThatThrownBy(() -> policy(text)).hasMessage("malformed: " + reason);
    }

    @Test
    void check_wantsTheQuorum() {
        assertThat(check(List.of(1, 2, 4))).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(check(List.of(1, 3, 5))).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(check(List.of(1, 2, 3))).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
        assertThat(check(List.of(1, 4, 5))).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
        assertThat(check(List.of())).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
    }

    @Test
    void check_countsAWitnessOnce() {
        assertThat(check(List.of(1, 1, 4))).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
    }

    @Test
    void check_passesOverUnknownWitnesses() {
        assertThat(check(List.of(1, 2, 4, 9))).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(check(List.of(1, 9, 4))).isEqualTo(CheckpointVerdict.QUORUM_NOT_MET);
    }

    @Test
    void check_refusesTheWholeForOneEditedCosignature() {
        var lines = lines(List.of(1, 2, 3, 4));
        var edited = lines.get(3).signature();
        edited[20] ^= 1;
        assertThat(policy(POLICY).check(new SignedNote(TEXT, lines), NOW)).isEqualTo(CheckpointVerdict.BAD_SIGNATURE);
    }

    @Test
    void check_refusesTimesToCome() {
        var lines = new ArrayList<>(lines(List.of(1, 2)));
        lines.add(TestKeys.witness(4).cosign(TEXT, NOW + TlogPolicy.CLOCK_SECONDS_MAX + 1));
        var note = new SignedNote(TEXT, lines);
        assertThat(policy(POLICY).check(note, NOW)).isEqualTo(CheckpointVerdict.COSIGNATURE_IN_FUTURE);
        assertThat(policy(POLICY).check(note, NOW + 1)).isEqualTo(CheckpointVerdict.TRUSTED);
    }

    @Test
    void check_wantsTheLogItself() {
        var witnessesOnly = lines(List.of(1, 2, 4)).subList(1, 4);
        assertThat(policy(POLICY).check(new SignedNote(TEXT, witnessesOnly), NOW))
                .isEqualTo(CheckpointVerdict.NO_LOG_SIGNATURE);
        var other = TestKeys.log(LOG.name(), 99);
        assertThat(policy(POLICY).check(new SignedNote(TEXT, List.of(TestKeys.sign(TEXT, other, 99))), NOW))
                .isEqualTo(CheckpointVerdict.NO_TRUSTED_SIGNATURE);
        assertThat(policy(POLICY.replace("log L", "log " + TestKeys.log("example.com/ledger/2", 100)))
                        .check(new SignedNote(TEXT, lines(List.of(1, 2, 4))), NOW))
                .isEqualTo(CheckpointVerdict.UNKNOWN_ORIGIN);
    }

    @Test
    void check_takesWhatEitherKeySignedWhileALogChangesItsKey() {
        var next = TestKeys.log(LOG.name(), 101);
        var old = TlogPolicy.ofLogs(List.of(LOG));
        var renewed = TlogPolicy.ofLogs(List.of(next));
        var both = new SignedNote(TEXT, List.of(TestKeys.sign(TEXT, LOG, 100), TestKeys.sign(TEXT, next, 101)));
        assertThat(old.check(both, NOW)).isEqualTo(CheckpointVerdict.TRUSTED);
        assertThat(renewed.check(both, NOW)).isEqualTo(CheckpointVerdict.TRUSTED);
        var after = new SignedNote(TEXT, List.of(TestKeys.sign(TEXT, next, 101)));
        assertThat(old.check(after, NOW)).isEqualTo(CheckpointVerdict.NO_TRUSTED_SIGNATURE);
        assertThat(renewed.check(after, NOW)).isEqualTo(CheckpointVerdict.TRUSTED);
    }

    @Test
    void cosigners_namesThoseWhoSigned() {
        assertThat(policy(POLICY).cosigners(new SignedNote(TEXT, lines(List.of(1, 5, 9)))))
                .containsExactlyInAnyOrder("X1", "Y2");
    }

    private static CheckpointVerdict check(List<Integer> witnesses) {
        return policy(POLICY).check(new SignedNote(TEXT, lines(witnesses)), NOW);
    }

    private static List<NoteSignature> lines(List<Integer> witnesses) {
        var lines = new ArrayList<NoteSignature>();
        lines.add(TestKeys.sign(TEXT, LOG, 100));
        witnesses.forEach(number -> lines.add(TestKeys.witness(number).cosign(TEXT, NOW)));
        return lines;
    }

    private static String vkey(int number) {
        return TestKeys.witness(number).vkey().toString();
    }

    /** L stands for the log's key, W and a number for a witness's. */
    private static TlogPolicy policy(String text) {
        var whole = Arrays.stream(text.split("(?<=[\n \t])|(?=[\n \t\r\u007f])"))
                .map(item -> item.equals("L") ? LOG.toString() : item)
                .map(item -> item.matches("W[0-9]") ? vkey(item.charAt(1) - '0') : item)
                .collect(Collectors.joining());
        return TlogPolicy.parse(whole.getBytes(StandardCharsets.UTF_8));
    }
}
